// Which rooms of the house may import which, and that no files import each other in a circle, not even for types.
const GROUND = ['model', 'text', 'files', 'process', 'cache'];
const TOOLS = [...GROUND, 'flags', 'binary', 'toolchain'];
const MACHINE = [...TOOLS, 'host', 'targets'];
const MEASURING = ['patterns', 'stats', 'build', 'bench'];
const ENGINE = [...MACHINE, ...MEASURING, 'config', 'kinds', 'project', 'store'];

/** @type {Readonly<Record<string, readonly string[]>>} */
export const ARROWS = {
  model: [],
  text: [],
  patterns: ['model', 'text'],
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
  config: [...MACHINE, 'patterns'],
  kinds: [...MACHINE, 'config'],
  project: [...MACHINE, 'config', 'kinds'],
  store: ['model', 'text', 'files', 'process'],
  build: MACHINE,
  bench: [...MACHINE, 'patterns', 'stats'],
  profile: ENGINE,
  manifest: ['model', 'protocol'],
  cli: [...ENGINE, 'profile', 'report'],
  server: [...ENGINE, 'profile', 'report', 'protocol'],
  // Asks the server for everything else, so that the editor's own process stays free.
  editor: ['model', 'text', 'protocol', 'manifest'],
};

/** The files beside the folders of `kinds`, which serve all of them. */
const SHARED_BY_KINDS = '^src/kinds/[^/]+$';

/** @param {readonly string[]} rooms */
const inRooms = (rooms) => `^src/(${rooms.join('|')})/`;

/**
 * A rule that files of `from` import no file of `src` outside `allowed`.
 * @param {string} name
 * @param {{ path: string, pathNot?: string }} from
 * @param {readonly string[]} allowed
 */
const importsOnly = (name, from, allowed) => ({
  name,
  severity: 'error',
  from,
  to: { path: '^src/', pathNot: [...allowed] },
});

const { kinds, ...rooms } = ARROWS;

export default {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    ...Object.entries(rooms).map(([room, others]) =>
      importsOnly(`arrows-of-${room}`, { path: inRooms([room]) }, [inRooms([room, ...others])]),
    ),
    importsOnly('arrows-of-kinds', { path: SHARED_BY_KINDS }, [SHARED_BY_KINDS, inRooms(kinds)]),
    importsOnly('arrows-of-a-kind', { path: '^src/kinds/([^/]+)/' }, [
      '^src/kinds/$1/',
      SHARED_BY_KINDS,
      inRooms(kinds),
    ]),
    importsOnly(
      'a-room-without-arrows',
      { path: '^src/', pathNot: inRooms(Object.keys(ARROWS)) },
      [],
    ),
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
  },
};
