// The pick among what a folder offers to profile: several can be marked, and Enter alone takes the highlighted one.
import * as vscode from 'vscode';
import type { OfferLine } from '../../protocol/server-requests.ts';
import { pickText } from '../shown-text.ts';

interface OfferItem extends vscode.QuickPickItem {
  readonly offer?: OfferLine;
}

/** At least one; undefined where the user left. What can be profiled as it is never comes with what cannot. */
export async function pickOffers(
  offers: readonly OfferLine[],
  title: string,
): Promise<readonly OfferLine[] | undefined> {
  const items = itemsOf(offers);
  const pick = vscode.window.createQuickPick<OfferItem>();
  pick.title = title;
  pick.placeholder = vscode.l10n.t(
    'Select the programs to profile. Enter accepts the highlighted one.',
  );
  pick.canSelectMany = true;
  pick.ignoreFocusOut = true;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.items = items;
  const first = items.find(({ offer }) => offer !== undefined);
  pick.activeItems = first === undefined ? [] : [first];
  return new Promise((resolve) => {
    pick.onDidAccept(() => {
      const marked = offersOf(pick.selectedItems);
      const chosen = marked.length > 0 ? marked : offersOf(pick.activeItems);
      if (chosen.length === 0) return;
      const ready = chosen.filter(({ obstacle }) => obstacle === undefined);
      resolve(ready.length > 0 ? ready : chosen);
      pick.hide();
    });
    pick.onDidHide(() => {
      // After an answer this changes nothing.
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

function itemsOf(offers: readonly OfferLine[]): readonly OfferItem[] {
  const hasToWait = ({ obstacle, build }: OfferLine): boolean =>
    obstacle !== undefined && build === undefined;
  const waiting = offers.filter(hasToWait);
  return [
    ...offers
      .filter((offer) => !hasToWait(offer))
      .map((offer) =>
        offer.build === undefined ? itemOf(offer, offer.name, offer.note) : buildItem(offer),
      ),
    ...(waiting.length === 0 ? [] : [NOT_READY]),
    ...waiting.map((offer) => itemOf(offer, offer.name, offer.obstacle)),
  ];
}

const NOT_READY: OfferItem = {
  label: vscode.l10n.t('Not ready yet'),
  kind: vscode.QuickPickItemKind.Separator,
};

function buildItem(offer: OfferLine): OfferItem {
  return itemOf(
    offer,
    vscode.l10n.t('Watch the build: {0}', offer.build?.text ?? ''),
    vscode.l10n.t(
      'You can edit the command first. Retarget runs it once; then you choose a program.',
    ),
  );
}

function itemOf(offer: OfferLine, label: string, detail: string | undefined): OfferItem {
  return {
    offer,
    label: pickText(label),
    description: pickText(offer.why),
    ...(detail === undefined ? {} : { detail: pickText(detail) }),
  };
}

function offersOf(items: readonly OfferItem[]): readonly OfferLine[] {
  return items.flatMap(({ offer }) => offer ?? []);
}
