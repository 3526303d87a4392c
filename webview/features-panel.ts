// The host in one line, with its levels as a strip; unfolded: what it is, its features, and what each target needs of it.
import type { Host } from '../src/model/host.ts';
import type { Run } from '../src/model/run.ts';
import type { Target } from '../src/model/target.ts';
import { featureLevels, type FeatureGroup } from '../src/report/feature-levels.ts';
import { bytesText } from '../src/text/bytes-text.ts';
import { hostName } from '../src/report/run-setting.ts';
import { drawnPlace } from './drawn-place.ts';
import { el, icon } from './element.ts';
import { longText, nameElement } from './name.ts';
import type { Part } from './part.ts';
import { targetNeeds } from './target-needs.ts';
import { targetHue } from './target-hue.ts';
import { hueVariable } from './theme.ts';
import * as say from './messages.ts';

export function featuresPanel(): Part {
  const element = el('section', { class: 'features', 'aria-label': 'Host' });
  const draw = drawnPlace(
    element,
    ({ host, levels, targets, baseline, toolchain }: Run): Surroundings => ({
      ...{ host, levels, targets, baseline },
      toolchain: { version: toolchain.version },
    }),
    (shown) => {
      const { levels, beyond } = featureLevels(shown);
      return [
        el(
          'details',
          { class: 'host', 'data-key': 'host' },
          hostLine(shown, levels),
          el(
            'div',
            { class: 'host-body' },
            el(
              'div',
              {},
              hostFacts(shown.host),
              ...shown.host.notes.map((note) => el('p', { class: 'note' }, longText(note.message))),
              el('h3', {}, 'What each target needs'),
              el('ul', { class: 'needs' }, ...shown.targets.map((each) => needItem(shown, each))),
            ),
            el(
              'div',
              {},
              el('h3', {}, levels.length > 0 ? 'Features by level' : 'Features'),
              ...levels.map((group) => levelBlock(group)),
              beyondBlock(beyond, levels.length > 0),
            ),
          ),
        ),
      ];
    },
  );
  return { element, update: ({ run }) => draw(run) };
}

function hostLine(shown: Surroundings, levels: readonly FeatureGroup[]): HTMLElement {
  const { host, toolchain } = shown;
  return el(
    'summary',
    { class: 'host-line' },
    el('span', { class: 'host-name' }, nameElement(hostName(shown), 60)),
    el(
      'span',
      { class: 'quiet' },
      nameElement(
        say.hostFacts({ ...host.cores, system: host.os.distribution, clang: toolchain.version }),
        90,
      ),
    ),
    levels.length === 0 ? undefined : levelStrip(levels),
  );
}

/** A cell for each level: filled where the host has all of it, dashed where something of it is missing. */
function levelStrip(levels: readonly FeatureGroup[]): HTMLElement {
  return el(
    'span',
    { class: 'level-strip' },
    ...levels.map(({ name, present, missing }) => {
      const whole = missing.length === 0;
      const facts = { missing: missing.length, all: present.length + missing.length };
      return el(
        'span',
        {
          class: whole ? 'level-cell whole' : 'level-cell',
          title: `${name}: ${say.featuresMissing(facts)}`,
        },
        icon(whole ? '\u2713' : '\u2717', 'sign'),
        nameElement(name.replace(/^x86-64-/u, ''), 20),
        whole ? undefined : el('span', { class: 'unseen' }, ` ${say.featuresMissing(facts)}`),
      );
    }),
  );
}

/** All that is shown here of a run: it does not change while the run grows. */
type Surroundings = Pick<Run, 'host' | 'levels' | 'targets' | 'baseline'> & {
  readonly toolchain: Pick<Run['toolchain'], 'version'>;
};

function hostFacts(host: Host): HTMLElement {
  const { cores, caches, frequency } = host;
  const cacheSizes = [
    ['L1d', caches.l1d],
    ['L2', caches.l2],
    ['L3', caches.l3],
  ] as const;
  const facts: (readonly [string, string | undefined])[] = [
    ['LLVM name', host.cpu],
    ['Level', host.level],
    ['Cores', `${cores.physical} physical, ${cores.logical} logical`],
    [
      'Clock',
      frequency.base === undefined
        ? undefined
        : `${frequency.base} GHz${frequency.max === undefined ? '' : `, up to ${frequency.max} GHz`}`,
    ],
    [
      'Caches',
      cacheSizes
        .flatMap(([name, size]) => (size === undefined ? [] : [`${name} ${bytesText(size)}`]))
        .join(', '),
    ],
    ['Memory', bytesText(host.memory)],
    ['System', `${host.os.distribution}, ${host.os.kernel}`],
  ];
  return el(
    'dl',
    { class: 'facts' },
    ...facts.flatMap(([name, value]) =>
      value === undefined || value === ''
        ? []
        : [el('div', {}, el('dt', {}, name), el('dd', {}, nameElement(value, 80)))],
    ),
  );
}

function levelBlock({ name, present, missing }: FeatureGroup): HTMLElement {
  const total = present.length + missing.length;
  const complete = missing.length === 0;
  return el(
    'div',
    { class: 'level' },
    el(
      'h4',
      {},
      nameElement(name, 32),
      el(
        'span',
        { class: complete ? 'complete' : 'incomplete' },
        icon(complete ? '\u2713' : '\u2717', 'sign'),
        say.featuresMissing({ missing: missing.length, all: total }),
      ),
    ),
    featureList(missing, 'missing'),
    featureList(present, 'present'),
  );
}

function beyondBlock(features: readonly string[], folded: boolean): HTMLElement {
  const list = featureList(features, 'present');
  if (!folded || features.length === 0) return list;
  return el(
    'details',
    { class: 'level', 'data-key': 'beyond' },
    el('summary', {}, say.featuresBeyondLevels({ count: features.length })),
    list,
  );
}

/** A feature that is missing has a cross and a dashed edge, and is said to be missing. */
function featureList(features: readonly string[], kind: 'present' | 'missing'): HTMLElement {
  const list = el('ul', {
    class: `chips ${kind}`,
    'aria-label': kind === 'present' ? 'Present' : 'Missing',
  });
  list.hidden = features.length === 0;
  list.append(
    ...features.map((feature) =>
      el(
        'li',
        {},
        ...(kind === 'missing'
          ? [icon('\u2717', 'sign'), el('span', { class: 'unseen' }, 'missing: ')]
          : []),
        nameElement(feature, 40),
      ),
    ),
  );
  return list;
}

function needItem(run: Surroundings, target: Target): HTMLElement {
  const swatch = el('span', { class: 'swatch', 'aria-hidden': 'true' });
  swatch.style.setProperty('--hue', hueVariable(targetHue(target.name)));
  const { added, missing, masked } = targetNeeds(run, target);
  const verdict =
    target.fit.kind === 'cannot-run'
      ? el('span', { class: 'badge badge-broken' }, icon('\u2298', 'sign'), 'cannot run here')
      : target.fit.kind === 'masked'
        ? el(
            'span',
            { class: 'badge badge-quiet' },
            icon('\u25d0', 'sign'),
            'some features switched off',
          )
        : el('span', { class: 'badge badge-good' }, icon('\u2713', 'sign'), 'runs');
  const baseline = target.name === run.baseline;
  const summary = baseline
    ? say.baselineFeatures({ count: target.features.length })
    : say.featuresBeyond({ count: added.length, baseline: run.baseline });
  const list = baseline ? target.features : added;
  return el(
    'li',
    {},
    el('div', { class: 'need-head' }, swatch, nameElement(target.name, 40), verdict),
    missingLine('lacks', missing),
    missingLine('switched off', masked),
    list.length === 0
      ? el('p', { class: 'quiet' }, summary)
      : el(
          'details',
          { 'data-key': `needs of ${target.name}` },
          el('summary', {}, nameElement(summary, 80)),
          featureList(list, 'present'),
        ),
  );
}

function missingLine(word: string, features: readonly string[]): HTMLElement | undefined {
  if (features.length === 0) return undefined;
  return el(
    'p',
    { class: 'lacks' },
    el('b', {}, `${word}: `),
    nameElement(features.join(', '), 200),
  );
}
