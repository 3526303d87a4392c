// The walkthrough: four steps from nothing to a chart. A step is done when something came of it: a command alone may have had
// nothing to do, as without a folder, and the buttons of messages run commands that no `onCommand` sees.

import { CONTEXT } from './names.ts';

export interface Walkthrough {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly steps: readonly Step[];
}

interface Step {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly media: {
    readonly image: Readonly<Record<string, string>>;
    readonly altText: string;
  };
  readonly completionEvents: readonly string[];
}

/** Our own windows, as they look in the user's kind of theme. */
function pictures(name: string): Readonly<Record<'dark' | 'light' | 'hc' | 'hcLight', string>> {
  const [dark, light] = [
    `media/walkthrough/${name}-dark.webp`,
    `media/walkthrough/${name}-light.webp`,
  ];
  return { dark, light, hc: dark, hcLight: light };
}

export const WALKTHROUGHS: readonly [Walkthrough] = [
  {
    id: 'start',
    title: 'Get Started with Retarget',
    description: 'How much faster is your program when you build it for a newer CPU?',
    steps: [
      {
        id: 'toolchain',
        title: 'Find LLVM',
        description:
          'Retarget builds with LLVM 16 or newer. It uses the newest version that is installed; you can select another one.\n[Select LLVM Toolchain](command:retarget.selectToolchain)',
        media: {
          image: pictures('toolchain'),
          altText: 'A list of the LLVM toolchains on this machine, with their versions',
        },
        completionEvents: [
          `onContext:${CONTEXT.toolchain} == found`,
          // What was profiled took LLVM and something to build: a new window knows it before it asks for either.
          `onContext:${CONTEXT.hasRuns}`,
        ],
      },
      {
        id: 'configuration',
        title: 'Choose what to build',
        description:
          'Retarget lists the programs in your folder, such as those that CMake, Make or Cargo builds, and saves your choice in retarget.json. There you can also set arguments, targets and the measuring time.\n[Create Configuration](command:retarget.createConfiguration)',
        media: {
          image: pictures('configuration'),
          altText: 'A retarget.json file in the editor, with completion of target names',
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
          'Retarget builds the program for each target, then measures the builds in random order until the results are precise enough.\n[Profile Build for CPU Targets](command:retarget.profile)',
        media: {
          image: pictures('profile'),
          altText: 'A running profile: what is being measured, and the time left',
        },
        completionEvents: [`onContext:${CONTEXT.hasRuns}`],
      },
      {
        id: 'results',
        title: 'Read the chart',
        description:
          'Each bar is a target. A bar to the right of 1 means faster than the baseline. The line across a bar is its 95 % confidence interval.\n[Show Results](command:retarget.showResults)',
        media: {
          image: pictures('results'),
          altText: 'The speedup chart, with a confidence interval on each bar',
        },
        completionEvents: [`onContext:${CONTEXT.sawChart}`],
      },
    ],
  },
];
