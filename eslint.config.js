// Typed lint, and the house's arrows: each folder of src/ names the folders it may import.
import boundaries from 'eslint-plugin-boundaries';
import tseslint from 'typescript-eslint';

const BELOW_PROJECT = [
  'model',
  'text',
  'files',
  'process',
  'cache',
  'toolchain',
  'host',
  'targets',
];
const ENGINE = [...BELOW_PROJECT, 'stats', 'project', 'store', 'build', 'bench'];

const ARROWS = {
  model: [],
  text: [],
  files: [],
  stats: ['model'],
  report: ['model', 'text'],
  protocol: ['model'],
  process: ['model'],
  cache: ['model'],
  toolchain: ['model', 'text', 'files', 'process', 'cache'],
  host: ['model', 'text', 'files', 'process', 'cache', 'toolchain'],
  targets: ['model', 'text', 'files', 'process', 'cache', 'toolchain', 'host'],
  project: BELOW_PROJECT,
  store: ['model', 'text', 'files', 'process'],
  build: BELOW_PROJECT,
  bench: [...BELOW_PROJECT, 'stats'],
  profile: ENGINE,
  manifest: ['model', 'protocol'],
  cli: [...ENGINE, 'profile', 'report'],
  server: [...ENGINE, 'profile', 'report', 'protocol'],
  // Asks the server for everything else, so that the editor's own process stays free.
  editor: ['model', 'text', 'protocol', 'manifest'],
};

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'test/fixtures/', 'test-results/', '**/*.mjs'] },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['eslint.config.js'] },
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
      'boundaries/elements': [{ type: 'folder', pattern: 'src/*', capture: ['name'] }],
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
          policies: Object.entries(ARROWS).map(([from, to]) => ({
            from: { element: { type: 'folder', captured: { name: from } } },
            allow: [from, ...to].map((name) => ({
              to: { element: { type: 'folder', captured: { name } } },
            })),
          })),
        },
      ],
    },
  },
  { files: ['src/process/**/*.ts'], rules: { 'no-restricted-imports': 'off' } },
);
