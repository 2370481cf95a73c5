// SPDX-License-Identifier: Apache-2.0
//
// Times steps of training on made-up sentences: tokens a second, share of the matrix-product peak,
// and where the time goes. Usage: step-bench --help

import ArgumentParser

StepBenchmark.main()
