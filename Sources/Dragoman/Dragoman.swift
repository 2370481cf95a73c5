// SPDX-License-Identifier: Apache-2.0

@_exported public import Checkpoints
@_exported public import Corpora
@_exported public import Evaluation
@_exported public import Files
@_exported public import Inference
@_exported public import Inspection
@_exported public import Layers
@_exported public import Models
@_exported public import NumPy
@_exported public import Safetensors
@_exported public import Subwords
@_exported public import Tasks
@_exported public import Text
@_exported public import Threads
@_exported public import Training
