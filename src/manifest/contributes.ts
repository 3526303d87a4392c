// What package.json says of the extension, made from the tables beside this file: `node scripts/manifest.mjs` writes it.
import { z } from 'zod';
import { SETTINGS } from '../protocol/settings.ts';
import type { Setting } from '../protocol/settings.ts';
import { CATEGORY, COMMANDS } from './commands.ts';
import type { Command } from './commands.ts';
import { MENUS } from './menus.ts';
import { CONTAINER, PANEL, TASK_TYPE, VIEWS } from './names.ts';
import { WELCOMES } from './views.ts';
import { WALKTHROUGHS } from './walkthrough.ts';

/** The keys of package.json that are written by machine. */
export interface GeneratedManifest {
  readonly main: string;
  readonly extensionKind: readonly string[];
  readonly activationEvents: readonly string[];
  readonly capabilities: object;
  readonly contributes: object;
}

export function generatedManifest(): GeneratedManifest {
  return {
    main: './dist/extension.js',
    // The compiler and the benchmarks run where the files are.
    extensionKind: ['workspace'],
    // Of views and commands VS Code knows by itself. C and C++ files may have a lens.
    activationEvents: [
      'workspaceContains:**/retarget.json',
      'workspaceContains:.retarget/runs/*.json',
      'onLanguage:c',
      'onLanguage:cpp',
      `onWebviewPanel:${PANEL}`,
      `onTaskType:${TASK_TYPE}`,
    ],
    capabilities: capabilities(),
    contributes: {
      commands: Object.entries<Command>(COMMANDS).map(([command, { title, icon, enablement }]) => ({
        command,
        title,
        category: CATEGORY,
        ...(icon === undefined ? {} : { icon }),
        ...(enablement === undefined ? {} : { enablement }),
      })),
      menus: MENUS,
      configuration: { title: CATEGORY, properties: configuration() },
      viewsContainers: {
        activitybar: [{ id: CONTAINER, title: CATEGORY, icon: 'media/activity-bar.svg' }],
      },
      views: {
        [CONTAINER]: [
          { id: VIEWS.results, name: 'Results' },
          { id: VIEWS.targets, name: 'Targets' },
          { id: VIEWS.host, name: 'Host' },
        ],
      },
      viewsWelcome: WELCOMES,
      walkthroughs: WALKTHROUGHS,
      // Validation and completion come from the server, for every editor alike: no schema is contributed here.
      languages: [{ id: 'jsonc', filenames: ['retarget.json'] }],
      taskDefinitions: [taskDefinition()],
      problemMatchers: [problemMatcher()],
    },
  };
}

function capabilities(): object {
  const restricted = Object.entries<Setting>(SETTINGS)
    .filter(([, setting]) => setting.restricted)
    .map(([key]) => `retarget.${key}`);
  return {
    untrustedWorkspaces: {
      supported: 'limited',
      description:
        'In Restricted Mode nothing of the workspace is built or run; the host, its targets and stored results can be looked at.',
      restrictedConfigurations: restricted,
    },
    virtualWorkspaces: {
      supported: 'limited',
      description:
        'Compilers need files on a disk: in a virtual workspace only the host and its targets can be looked at.',
    },
  };
}

interface Shape {
  readonly type?: string | readonly string[];
  readonly anyOf?: readonly Shape[];
}

function configuration(): object {
  return Object.fromEntries(
    Object.entries<Setting>(SETTINGS).map(([key, { scope, schema }], order) => {
      const { description, $schema, ...shape } = z.toJSONSchema(schema, { io: 'input' });
      void $schema;
      return [
        `retarget.${key}`,
        { ...orNull(shape), markdownDescription: description, scope, order },
      ];
    }),
  );
}

/** `anyOf` with null as a list of types: the settings editor has a field for that only. */
function orNull(shape: Shape): Shape {
  const { anyOf, ...rest } = shape;
  const [value, nothing, ...others] = anyOf ?? [];
  if (value?.type === undefined || nothing?.type !== 'null' || others.length > 0) return shape;
  return { ...rest, ...value, type: [value.type, 'null'].flat() };
}

function taskDefinition(): object {
  const text = (description: string): object => ({ type: 'string', description });
  return {
    type: TASK_TYPE,
    required: ['path'],
    properties: {
      path: text(
        'What to profile: a folder, a retarget.json, a source or bitcode; relative to the workspace folder.',
      ),
      targets: {
        type: 'array',
        items: { type: 'string' },
        description: 'CPU targets, such as x86-64-v3; those of retarget.json without it.',
      },
      baseline: text('Target that the others are compared with.'),
      budget: text('Longest time to measure, such as 60s.'),
      precision: { type: 'number', description: 'Relative half-width of the intervals to reach.' },
      failBelow: {
        type: 'number',
        description:
          'The task fails where a target is less than this many times as fast as the baseline.',
      },
    },
  };
}

/** Takes clang's `file:line:column: error: message`, as the command line prints it, to the place. */
function problemMatcher(): object {
  return {
    name: 'retarget',
    label: 'Retarget (clang)',
    owner: 'retarget',
    source: 'clang',
    fileLocation: ['autoDetect', '${workspaceFolder}'],
    pattern: {
      regexp: '^\\s*(.+?):(\\d+):(\\d+):\\s+(?:fatal\\s+)?(error|warning|note):\\s+(.*)$',
      file: 1,
      line: 2,
      column: 3,
      severity: 4,
      message: 5,
    },
  };
}
