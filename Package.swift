// swift-tools-version: 6.2

import PackageDescription

let swiftSettings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .strictMemorySafety(),
]

/// A Swift target in `Sources/`: its name, its imports, and the files embedded in it.
func module(
  _ name: String, imports: [Target.Dependency] = [], resources: [Resource] = []
) -> Target {
  .target(
    name: name, dependencies: imports, resources: resources, swiftSettings: swiftSettings)
}

/// The tests of one target. Golden files, and the scripts that make them, are in its folder
/// `Goldens`.
func tests(
  of module: String, imports: [Target.Dependency] = [], hasGoldens: Bool = false
) -> Target {
  .testTarget(
    name: module + "Tests",
    dependencies: [.byName(name: module), "TestSupport"] + imports,
    exclude: hasGoldens ? ["Goldens"] : [])
}

let package = Package(
  name: "Dragoman",
  products: [
    .library(name: "Dragoman", targets: ["Dragoman"]),
    .library(name: "DragomanMessages", targets: ["Messages"]),
    .executable(name: "dragoman", targets: ["dragoman"]),
    // For tests, here and of the server; of no use to anybody else. The first is loaded into the
    // program.
    .library(name: "PowerFailure", type: .dynamic, targets: ["PowerFailure"]),
    .library(name: "TestSupport", targets: ["TestSupport"]),
  ],
  dependencies: [
    // The tests compare help and messages, which a minor version may word anew.
    .package(
      url: "https://github.com/apple/swift-argument-parser", .upToNextMinor(from: "1.8.2")),
    // Since 6.0 a key that is given twice is an error that says where.
    .package(url: "https://github.com/jpsim/Yams", from: "6.0.0"),
  ],
  targets: [
    .systemLibrary(name: "CLAPACKE", providers: [.apt(["liblapacke-dev"])]),
    .target(
      name: "CICU", linkerSettings: [.linkedLibrary("icuuc"), .linkedLibrary("icui18n")]),
    .target(name: "CKernels"),

    module("Files"),
    module("Threads"),
    module("Compute", imports: ["CKernels"]),
    module("Text", imports: ["CICU", "Files", "Threads"]),
    module("Subwords", imports: ["Text", "Compute", "Files"]),
    module(
      "Corpora",
      imports: [
        "Text", "Subwords", "Compute", "Checkpoints", "Safetensors", "NumPy", "Files", "Threads",
      ]),
    module("Safetensors", imports: ["Files"]),
    module("NumPy", imports: ["Files"]),
    module("Checkpoints", imports: ["Safetensors", "Compute", "Files"]),
    module("Lectures", imports: ["Compute", "Files"]),
    module("Layers", imports: ["Compute"]),
    module(
      "Models",
      imports: ["Checkpoints", "Layers", "Compute", "Safetensors", "Text", "Files", "Threads"]),
    module(
      "Inference",
      imports: [
        "Corpora", "Text", "Subwords", "Models", "Checkpoints", "Layers", "Compute", "Files",
        "Threads",
      ]),
    module("Evaluation", imports: ["Text"]),
    module(
      "Training", imports: ["Models", "Checkpoints", "Compute", "Safetensors", "Files", "Threads"]),
    module(
      "Tasks",
      imports: [
        "Corpora", "Inference", "Training", "Inspection", "Evaluation", "Text", "Subwords",
        "Models",
        "Checkpoints", "Layers", "Compute", "Files", "Threads",
      ]),
    module(
      "Inspection",
      imports: ["Models", "Layers", "Compute", "CLAPACKE", "Files", "Text"],
      resources: [.embedInCode("Plot")]),
    module(
      "Dragoman",
      imports: [
        "Corpora", "Text", "Subwords", "Models", "Checkpoints", "Inference", "Evaluation",
        "Training", "Tasks", "Inspection", "Layers", "Compute", "Safetensors", "NumPy", "Files",
        "Threads",
      ]),

    module(
      "Messages",
      imports: [
        "Dragoman", "Tasks", "Lectures", "Corpora", "Text", "Subwords", "Models", "Checkpoints",
        "Layers", "Inference", "Training", "Inspection", "Files", "Threads", "Safetensors", "NumPy",
      ]),

    .executableTarget(
      name: "dragoman",
      dependencies: [
        "Messages", "Dragoman", "Tasks", "Lectures", "Corpora", "Text", "Subwords", "Models",
        "Checkpoints", "Layers", "Inference", "Evaluation", "Training", "Inspection", "Compute",
        "Files", "Threads", "Safetensors", "NumPy", "Yams",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: swiftSettings),

    .target(
      name: "BenchmarkSupport", dependencies: ["Compute", "Threads"], path: "Benchmarks/Support",
      swiftSettings: swiftSettings),
    .executableTarget(
      name: "matrix-peak", dependencies: ["BenchmarkSupport"], path: "Benchmarks/Peak",
      swiftSettings: swiftSettings),
    .executableTarget(
      name: "kernel-bench", dependencies: ["BenchmarkSupport", "Compute", "Threads"],
      path: "Benchmarks/Kernels", swiftSettings: swiftSettings),
    .executableTarget(
      name: "step-bench",
      dependencies: [
        "BenchmarkSupport", "Tasks", "Corpora", "Threads", "Training", "Inference", "Models",
        "Checkpoints", "Layers",
        "Text", "Compute",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Benchmarks/Step", swiftSettings: swiftSettings),

    .target(
      name: "TestSupport",
      dependencies: ["Models", "Checkpoints", "Layers", "Compute", "Safetensors"],
      path: "Tests/TestSupport"),
    .target(
      name: "PowerFailure", path: "Tests/PowerFailure", linkerSettings: [.linkedLibrary("dl")]),
    tests(of: "Files"),
    tests(of: "Threads"),
    tests(of: "Compute", imports: ["Threads"]),
    tests(of: "Text", imports: ["Files"], hasGoldens: true),
    tests(of: "Subwords", imports: ["Text", "Compute", "Files"], hasGoldens: true),
    tests(
      of: "Corpora",
      imports: ["Text", "Subwords", "Checkpoints", "NumPy", "Compute", "Files"], hasGoldens: true),
    tests(of: "Safetensors", imports: ["Files"], hasGoldens: true),
    tests(of: "NumPy", imports: ["Files"], hasGoldens: true),
    tests(of: "Checkpoints", imports: ["Models", "Compute", "Safetensors"]),
    tests(of: "Lectures", imports: ["Files"]),
    tests(of: "Layers", imports: ["Compute"], hasGoldens: true),
    tests(
      of: "Models",
      imports: [
        "Inference", "Checkpoints", "Layers", "Compute", "Safetensors", "Files", "Threads",
      ],
      hasGoldens: true),
    tests(
      of: "Inference",
      imports: [
        "Corpora", "Text", "Subwords", "Models", "Checkpoints", "Layers", "Compute",
        "Safetensors", "Files", "Threads",
      ]),
    tests(of: "Evaluation", hasGoldens: true),
    tests(
      of: "Training", imports: ["Models", "Layers", "Checkpoints", "Compute"], hasGoldens: true),
    tests(
      of: "Tasks",
      imports: [
        "Training", "Inference", "Corpora", "Evaluation", "Text", "Subwords", "Models",
        "Checkpoints", "Layers", "Compute", "Safetensors", "Files", "Threads",
      ]),
    tests(of: "Inspection", imports: ["Models", "Layers", "Files"], hasGoldens: true),
    tests(of: "Messages", imports: ["Dragoman"]),
    .testTarget(
      name: "CommandLineTests",
      dependencies: ["dragoman", "Messages", "Models", "NumPy", "Safetensors", "TestSupport"],
      exclude: ["Goldens"]),
    .testTarget(name: "LibraryExampleTests", dependencies: ["Dragoman", "TestSupport"]),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .c11
)
