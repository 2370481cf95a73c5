// swift-tools-version: 6.2

import PackageDescription

let swiftSettings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .strictMemorySafety(),
]

/// A Swift target in `Sources/`: its name, its imports, and the files embedded in it.
func room(
  _ name: String, imports: [Target.Dependency] = [], resources: [Resource] = []
) -> Target {
  .target(
    name: name, dependencies: imports, resources: resources, swiftSettings: swiftSettings)
}

/// The tests of one target. Golden files, and the scripts that make them, are in its folder
/// `Goldens`.
func tests(
  of room: String, imports: [Target.Dependency] = [], hasGoldens: Bool = false
) -> Target {
  .testTarget(
    name: room + "Tests",
    dependencies: [.byName(name: room), "TestSupport"] + imports,
    exclude: hasGoldens ? ["Goldens"] : [])
}

let package = Package(
  name: "Dragoman",
  products: [
    .library(name: "Dragoman", targets: ["Dragoman"]),
    .executable(name: "dragoman", targets: ["dragoman"]),
    // Tests load it into the program; it is of no use to anybody else.
    .library(name: "PowerFailure", type: .dynamic, targets: ["PowerFailure"]),
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

    room("Files"),
    room("Threads"),
    room("Compute", imports: ["CKernels"]),
    room("Text", imports: ["CICU", "Files", "Threads"]),
    room("Subwords", imports: ["Text", "Compute", "Files"]),
    room("Corpora", imports: ["Text", "Subwords", "Compute", "Checkpoints", "Files", "Threads"]),
    room("Safetensors", imports: ["Files"]),
    room("Checkpoints", imports: ["Safetensors", "Compute", "Files"]),
    room("Layers", imports: ["Compute"]),
    room(
      "Models", imports: ["Checkpoints", "Layers", "Compute", "Safetensors", "Files", "Threads"]),
    room(
      "Inference",
      imports: [
        "Corpora", "Text", "Subwords", "Models", "Checkpoints", "Layers", "Compute", "Files",
        "Threads",
      ]),
    room("Evaluation", imports: ["Text"]),
    room(
      "Training", imports: ["Models", "Checkpoints", "Compute", "Safetensors", "Files", "Threads"]),
    room(
      "Tasks",
      imports: [
        "Corpora", "Inference", "Training", "Evaluation", "Text", "Subwords", "Models",
        "Checkpoints", "Layers", "Compute", "Files", "Threads",
      ]),
    room(
      "Inspection", imports: ["Compute", "CLAPACKE", "Files", "Text"],
      resources: [.embedInCode("Plot")]),
    room(
      "Dragoman",
      imports: [
        "Corpora", "Text", "Subwords", "Models", "Checkpoints", "Inference", "Evaluation",
        "Training", "Tasks", "Inspection", "Layers", "Compute", "Safetensors", "Files", "Threads",
      ]),

    .executableTarget(
      name: "dragoman",
      dependencies: [
        "Dragoman", "Tasks", "Corpora", "Text", "Subwords", "Models", "Checkpoints", "Layers",
        "Inference", "Evaluation", "Training", "Inspection", "Compute", "Files", "Threads",
        "Safetensors", "Yams",
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
        "BenchmarkSupport", "Tasks", "Training", "Inference", "Models", "Checkpoints", "Layers",
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
    tests(of: "Corpora", imports: ["Text", "Subwords", "Checkpoints", "Files"]),
    tests(of: "Safetensors", imports: ["Files"], hasGoldens: true),
    tests(of: "Checkpoints", imports: ["Models", "Compute", "Safetensors"]),
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
        "Text", "Subwords", "Models", "Checkpoints", "Layers", "Compute", "Safetensors", "Files",
        "Threads",
      ]),
    tests(of: "Evaluation", hasGoldens: true),
    tests(of: "Training", imports: ["Models", "Checkpoints", "Compute"], hasGoldens: true),
    tests(
      of: "Tasks",
      imports: [
        "Training", "Inference", "Corpora", "Evaluation", "Text", "Subwords", "Models",
        "Checkpoints", "Layers", "Compute", "Safetensors", "Files", "Threads",
      ]),
    tests(of: "Inspection", imports: ["Files"], hasGoldens: true),
    .testTarget(
      name: "CommandLineTests",
      dependencies: ["dragoman", "Models", "TestSupport"],
      exclude: ["Goldens"]),
    .testTarget(name: "LibraryExampleTests", dependencies: ["Dragoman", "TestSupport"]),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .c11
)
