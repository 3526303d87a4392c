// The walkthrough: four steps from nothing to a chart.

export const WALKTHROUGHS = [
  {
    id: 'start',
    title: 'Get Started with Retarget',
    description: 'What would your program gain from a build for a newer CPU?',
    steps: [
      {
        id: 'toolchain',
        title: 'Find LLVM',
        description:
          'Retarget builds with clang and LLVM 16 or newer, and finds what is installed.\n[Select LLVM Toolchain](command:retarget.selectToolchain)',
        media: { image: 'media/walkthrough/toolchain.png', altText: 'The list of LLVM toolchains' },
        completionEvents: [
          'onCommand:retarget.selectToolchain',
          'onContext:retarget.toolchain == found',
        ],
      },
      {
        id: 'configuration',
        title: 'Say what to build',
        description:
          'A small file, retarget.json, names the sources and the ways to run the program. One source file alone needs none.\n[Create Configuration](command:retarget.createConfiguration)',
        media: {
          image: 'media/walkthrough/configuration.png',
          altText: 'A retarget.json with completion of target names',
        },
        completionEvents: [
          'onCommand:retarget.createConfiguration',
          'onContext:retarget.hasProject',
        ],
      },
      {
        id: 'profile',
        title: 'Profile',
        description:
          'Builds the program for each target and measures them in turn, in random order, until the answer is certain enough.\n[Profile Build for CPU Targets](command:retarget.profile)',
        media: { image: 'media/walkthrough/profile.png', altText: 'A profile under way' },
        completionEvents: ['onCommand:retarget.profile', 'onContext:retarget.hasRuns'],
      },
      {
        id: 'results',
        title: 'Read the chart',
        description:
          'Each bar is one target: right of 1 is faster than the baseline. The line across it is the 95 % confidence interval.\n[Show Results](command:retarget.showResults)',
        media: {
          image: 'media/walkthrough/results.png',
          altText: 'The chart of speedups beside the features of the host',
        },
        completionEvents: ['onCommand:retarget.showResults'],
      },
    ],
  },
] as const;
