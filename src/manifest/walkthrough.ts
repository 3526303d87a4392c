// The walkthrough: four steps from nothing to a chart. A step is done when something came of it: a command alone may have had
// nothing to do, as without a folder, and the buttons of messages run commands that no `onCommand` sees.

import { CONTEXT } from './names.ts';

/** Our own windows, as they look in the user's kind of theme. */
function pictures(name: string): Readonly<Record<'dark' | 'light' | 'hc' | 'hcLight', string>> {
  const [dark, light] = [
    `media/walkthrough/${name}-dark.webp`,
    `media/walkthrough/${name}-light.webp`,
  ];
  return { dark, light, hc: dark, hcLight: light };
}

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
        media: {
          image: pictures('toolchain'),
          altText: 'The LLVM toolchains of this machine to choose from, with their versions',
        },
        completionEvents: [
          `onContext:${CONTEXT.toolchain} == found`,
          // What was profiled took LLVM and something to build: a new window knows it before it asks for either.
          `onContext:${CONTEXT.hasRuns}`,
        ],
      },
      {
        id: 'configuration',
        title: 'Say what to build',
        description:
          'Profile offers what the folder holds, such as what CMake, make or Cargo builds, and remembers your choice in a small file, retarget.json. In it you can say more: ways to run the program, targets, time to measure.\n[Create Configuration](command:retarget.createConfiguration)',
        media: {
          image: pictures('configuration'),
          altText: 'A retarget.json in the editor, with completion of target names',
        },
        completionEvents: [
          `onContext:${CONTEXT.hasProject} == yes`,
          `onContext:${CONTEXT.hasRuns}`,
        ],
      },
      {
        id: 'profile',
        title: 'Profile',
        description:
          'Builds the program for each target and measures them in turn, in random order, until the answer is certain enough.\n[Profile Build for CPU Targets](command:retarget.profile)',
        media: {
          image: pictures('profile'),
          altText: 'A profile under way: what is measured now, and the time left',
        },
        completionEvents: [`onContext:${CONTEXT.hasRuns}`],
      },
      {
        id: 'results',
        title: 'Read the chart',
        description:
          'Each bar is one target: right of 1 is faster than the baseline. The line across it is the 95 % confidence interval.\n[Show Results](command:retarget.showResults)',
        media: {
          image: pictures('results'),
          altText: 'The chart of speedups, each bar with its interval',
        },
        completionEvents: [`onContext:${CONTEXT.sawChart}`],
      },
    ],
  },
] as const;
