// Typed lint, and the house's arrows: each folder of src/ names the folders it may import.
import boundaries from 'eslint-plugin-boundaries';
import tseslint from 'typescript-eslint';

const GROUND = ['model', 'text', 'files', 'process', 'cache'];
const TOOLS = [...GROUND, 'flags', 'binary', 'toolchain'];
const MACHINE = [...TOOLS, 'host', 'targets'];
const ENGINE = [...MACHINE, 'stats', 'config', 'kinds', 'project', 'store', 'build', 'bench'];

export const ARROWS = {
  model: [],
  text: [],
  files: ['model'],
  stats: ['model'],
  report: ['model', 'text'],
  protocol: ['model'],
  process: ['model'],
  cache: ['model'],
  flags: GROUND,
  binary: GROUND,
  toolchain: [...GROUND, 'flags', 'binary'],
  host: TOOLS,
  targets: [...TOOLS, 'host'],
  config: MACHINE,
  kinds: [...MACHINE, 'config'],
  project: [...MACHINE, 'config', 'kinds'],
  store: ['model', 'text', 'files', 'process'],
  build: MACHINE,
  bench: [...MACHINE, 'stats'],
  profile: ENGINE,
  manifest: ['model', 'protocol'],
  cli: [...ENGINE, 'profile', 'report'],
  server: [...ENGINE, 'profile', 'report', 'protocol'],
  // Asks the server for everything else, so that the editor's own process stays free.
  editor: ['model', 'text', 'protocol', 'manifest'],
};

/** @param {string} name */
const folder = (name) => ({ element: { type: 'folder', captured: { name } } });

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'test/fixtures/', 'test-results/'] },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['eslint.config.js', '.dependency-cruiser.mjs'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-unnecessary-condition': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      'no-console': 'error',
    },
  },
  {
    files: ['src/**/*.ts'],
    plugins: { boundaries },
    settings: {
      'boundaries/elements': [
        { type: 'kind', pattern: 'src/kinds/*', capture: ['name'] },
        { type: 'folder', pattern: 'src/*', capture: ['name'] },
      ],
      'import/resolver': { typescript: { project: 'tsconfig.json' } },
    },
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['child_process', 'node:child_process'],
              message: 'Start processes through src/process.',
            },
          ],
        },
      ],
      'boundaries/dependencies': [
        'error',
        {
          default: 'disallow',
          policies: [
            ...Object.entries(ARROWS).map(([from, to]) => ({
              from: folder(from),
              allow: [
                ...[from, ...to].map((name) => ({ to: folder(name) })),
                ...(to.includes('kinds') ? [{ to: { element: { type: 'kind' } } }] : []),
              ],
            })),
            {
              from: { element: { type: 'kind' } },
              allow: ['kinds', ...ARROWS.kinds].map((name) => ({ to: folder(name) })),
            },
          ],
        },
      ],
    },
  },
  { files: ['src/process/**/*.ts'], rules: { 'no-restricted-imports': 'off' } },
);
