// SPDX-License-Identifier: Apache-2.0
//
// Times training steps on artificial sentences: tokens per second, share of the matrix-product
// peak, and the time of each part. Usage: step-bench --help

import ArgumentParser

StepBenchmark.main()
