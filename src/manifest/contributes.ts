// The extension's part of package.json, and package.nls.json with its texts, made from the tables beside this file.
// `node scripts/manifest.mjs` writes both.
import * as z from 'zod';
import { SETTINGS } from '../protocol/settings.ts';
import type { Setting } from '../protocol/settings.ts';
import { CATEGORY, COMMANDS } from './commands.ts';
import type { Command } from './commands.ts';
import { KEYBINDINGS, MENUS } from './menus.ts';
import { CONTAINER, PANEL, TASK_TYPE, VIEWS } from './names.ts';
import { Texts } from './texts.ts';
import { VIEW_NAMES, WELCOMES } from './views.ts';
import { WALKTHROUGHS } from './walkthrough.ts';
import type { Walkthrough } from './walkthrough.ts';

/** The generated keys of package.json. */
export interface GeneratedManifest {
  readonly main: string;
  readonly extensionKind: readonly string[];
  readonly activationEvents: readonly string[];
  readonly capabilities: object;
  readonly contributes: object;
}

export interface ManifestFiles {
  readonly manifest: GeneratedManifest;
  /** For package.nls.json: by the keys that the manifest names as `%key%`. */
  readonly texts: Readonly<Record<string, string>>;
}

export function generatedManifest(): ManifestFiles {
  const texts = new Texts();
  const manifest = {
    main: './dist/extension.js',
    l10n: './l10n',
    // The compiler and the benchmarks run where the files are.
    extensionKind: ['workspace'],
    // VS Code adds those of views and commands. C, C++ and Rust files can have a CodeLens.
    activationEvents: [
      'workspaceContains:**/retarget.json',
      'workspaceContains:.retarget/runs/*.json',
      'onLanguage:c',
      'onLanguage:cpp',
      'onLanguage:rust',
      `onWebviewPanel:${PANEL}`,
      `onTaskType:${TASK_TYPE}`,
    ],
    capabilities: capabilities(texts),
    contributes: {
      commands: Object.entries<Command>(COMMANDS).map(([command, { title, icon, enablement }]) => ({
        command,
        title: texts.say(`command.${command}`, title),
        category: CATEGORY,
        ...(icon === undefined ? {} : { icon }),
        ...(enablement === undefined ? {} : { enablement }),
      })),
      menus: MENUS,
      keybindings: KEYBINDINGS,
      configuration: { title: CATEGORY, properties: configuration(texts) },
      viewsContainers: {
        activitybar: [{ id: CONTAINER, title: CATEGORY, icon: 'media/activity-bar.svg' }],
      },
      views: {
        [CONTAINER]: Object.values(VIEWS).map((id) => ({
          id,
          name: texts.say(`view.${id}`, VIEW_NAMES[id]),
        })),
      },
      viewsWelcome: WELCOMES.map(({ id, view, contents, when }) => ({
        view,
        contents: texts.say(`welcome.${id}`, contents),
        when,
      })),
      walkthroughs: WALKTHROUGHS.map((walkthrough) => walkthroughWith(walkthrough, texts)),
      // Validation and completion come from the server, for every editor alike: no schema is contributed here.
      languages: [{ id: 'jsonc', filenames: ['retarget.json'] }],
      taskDefinitions: [taskDefinition(texts)],
      problemMatchers: [problemMatcher()],
    },
  };
  return { manifest, texts: texts.byKey() };
}

function capabilities(texts: Texts): object {
  const restricted = Object.entries<Setting>(SETTINGS)
    .filter(([, setting]) => setting.restricted)
    .map(([key]) => `retarget.${key}`);
  return {
    untrustedWorkspaces: {
      supported: 'limited',
      description: texts.say(
        'capability.untrusted',
        'In Restricted Mode, Retarget never builds or runs code from the workspace. You can still view the host, its targets and stored results.',
      ),
      restrictedConfigurations: restricted,
    },
    virtualWorkspaces: {
      supported: 'limited',
      description: texts.say(
        'capability.virtual',
        'Compilers need files on disk. In a virtual workspace, you can only view the host and its targets.',
      ),
    },
  };
}

function walkthroughWith({ id, title, description, steps }: Walkthrough, texts: Texts): object {
  const key = `walkthrough.${id}`;
  return {
    id,
    title: texts.say(`${key}.title`, title),
    description: texts.say(`${key}.description`, description),
    steps: steps.map((step) => ({
      ...step,
      title: texts.say(`${key}.${step.id}.title`, step.title),
      description: texts.say(`${key}.${step.id}.description`, step.description),
      media: {
        ...step.media,
        altText: texts.say(`${key}.${step.id}.picture`, step.media.altText),
      },
    })),
  };
}

interface Shape {
  readonly type?: string | readonly string[];
  readonly anyOf?: readonly Shape[];
}

function configuration(texts: Texts): object {
  return Object.fromEntries(
    Object.entries<Setting>(SETTINGS).map(([key, { scope, schema }], order) => {
      const {
        description = '',
        patternErrorMessage,
        $schema,
        ...shape
      } = z.toJSONSchema(schema, {
        io: 'input',
      });
      void $schema;
      const name = `setting.${key}`;
      return [
        `retarget.${key}`,
        {
          ...orNull(shape),
          ...(typeof patternErrorMessage === 'string' && {
            patternErrorMessage: texts.say(`${name}.pattern`, patternErrorMessage),
          }),
          markdownDescription: texts.say(name, description),
          scope,
          order,
        },
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

function taskDefinition(texts: Texts): object {
  const described = (name: string, description: string): object => ({
    description: texts.say(`task.${name}`, description),
  });
  return {
    type: TASK_TYPE,
    required: ['path'],
    properties: {
      path: {
        type: 'string',
        ...described(
          'path',
          'What to profile, relative to the workspace folder: a folder, a retarget.json, a source file or bitcode.',
        ),
      },
      targets: {
        type: 'array',
        items: { type: 'string' },
        ...described('targets', 'CPU targets, such as x86-64-v3. Default: those in retarget.json.'),
      },
      baseline: {
        type: 'string',
        ...described('baseline', 'The target to compare the others with.'),
      },
      budget: { type: 'string', ...described('budget', 'Maximum measuring time, such as 60s.') },
      precision: {
        type: 'number',
        ...described(
          'precision',
          'Stop measuring once every confidence interval is within this fraction of its speedup: 0.01 is ±1 %.',
        ),
      },
      failBelow: {
        type: 'number',
        ...described(
          'failBelow',
          'Fail the task if the whole interval of a target’s speedup is below this, such as 0.98.',
        ),
      },
    },
  };
}

/** Matches clang's `file:line:column: error: message`, as the command line prints it. */
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
