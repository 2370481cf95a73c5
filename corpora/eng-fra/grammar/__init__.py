# SPDX-License-Identifier: Apache-2.0
"""A small bilingual grammar of English and French."""
