// One window of VS Code, used the way a person does: palette, clicks, keys. Every wait says what it waited for.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Frame, Locator, Page } from 'playwright-core';
import { repository } from '../../../scripts/lib/repository.mjs';

/** VS Code's own themes: the id in settings (older versions put `Default ` before), the name in menus, the workbench's class. */
export const themes = {
  dark: { id: 'Dark Modern', label: 'Dark Modern', class: 'vs-dark' },
  light: { id: 'Light Modern', label: 'Light Modern', class: 'vs' },
  'high contrast': { id: 'High Contrast', label: 'Dark High Contrast', class: 'hc-black' },
  'high contrast light': {
    id: 'High Contrast Light',
    label: 'Light High Contrast',
    class: 'hc-light',
  },
} as const;

export type ThemeName = keyof typeof themes;

/** Milliseconds; generous, since real compilers may keep the machine busy. */
const PATIENCE = 40_000;

export class EditorWindow {
  readonly page: Page;
  /** Violations of a content policy and uncaught errors in any frame, as they came. */
  readonly complaints: string[] = [];
  readonly #icons: readonly string[];

  /** @param icons what installed extensions put into the activity bar: a sign that they have been read */
  constructor(page: Page, icons: readonly string[] = []) {
    this.page = page;
    this.#icons = icons;
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => {
      if (/Content Security Policy/i.test(message.text())) this.complaints.push(message.text());
    });
  }

  /** Waits until the workbench is drawn and knows what extensions contribute. */
  async ready(): Promise<void> {
    await this.#shown(this.page.locator('.monaco-workbench .part.statusbar'), 'the status bar');
    await this.#shown(this.page.locator('.part.activitybar'), 'the activity bar');
    for (const title of this.#icons) {
      await this.#shown(this.#icon(title), `the icon of ${title} in the activity bar`);
    }
  }

  /** Now and then VS Code opens a workspace file and never reads which folders it names: such a window is loaded anew. */
  async withFolders(): Promise<void> {
    const folder = this.page.locator('.explorer-folders-view .monaco-list-row').first();
    const isRead = (): Promise<boolean> =>
      folder.waitFor({ state: 'visible', timeout: 10_000 }).then(
        () => true,
        () => false,
      );
    for (let left = 3; left > 0 && !(await isRead()); left -= 1) await this.reload();
  }

  /**
   * Runs a command by its title in the palette, such as `Retarget: Show Host Features`. The palette does not notice
   * commands that become available while it is open, and closes when a restored editor takes the focus: it is opened again
   * until this one was chosen.
   */
  async palette(title: string): Promise<void> {
    const until = Date.now() + PATIENCE;
    while (Date.now() < until) {
      if ((await this.#offered(title)) && (await this.#clicked(this.quickRow(title).first())))
        return;
      await this.page.keyboard.press('Escape');
      await this.page.waitForTimeout(500);
    }
    await this.pick(title);
  }

  /** Whether a row of the palette could be clicked: an editor that gets the focus meanwhile closes the palette. */
  #clicked(row: Locator): Promise<boolean> {
    return row.click({ timeout: 2000 }).then(
      () => true,
      () => false,
    );
  }

  /** Whether the palette offers a command now. */
  async offers(title: string): Promise<boolean> {
    const offered = await this.#offered(title);
    await this.page.keyboard.press('Escape');
    return offered;
  }

  /** Opens the palette and looks for a command there. */
  async #offered(title: string): Promise<boolean> {
    await this.page.keyboard.press('F1');
    await this.typeIntoQuickInput(`>${title}`);
    // Any answer is drawn as rows: similar commands, or "No matching commands". The rows from before stay for a moment.
    await this.#shown(this.quickRow('').first(), 'an answer of the palette');
    const found = this.quickRow(title).first();
    return found.waitFor({ state: 'visible', timeout: 2000 }).then(
      () => true,
      () => false,
    );
  }

  /** Writes into the open palette, quick pick or input box, instead of what is there. */
  async typeIntoQuickInput(text: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget:visible .quick-input-box input');
    await this.#shown(input, 'a box to type in');
    await input.fill(text);
  }

  /** Rows of the open quick pick whose text contains `text`. */
  quickRow(text: string): Locator {
    return this.page
      .locator('.quick-input-widget:visible .quick-input-list .monaco-list-row')
      .filter({ hasText: text });
  }

  /** Clicks a row of the open quick pick; in one with checkboxes that toggles it. */
  async pick(text: string): Promise<void> {
    const row = this.quickRow(text).first();
    await this.#shown(row, `“${text}” in the quick pick`);
    await row.click();
  }

  /** Presses OK (or Enter, where there is no such button) in the open quick pick or input box. */
  async accept(): Promise<void> {
    const button = this.page.locator('.quick-input-widget:visible .quick-input-action').filter({
      hasText: 'OK',
    });
    if (await button.isVisible()) await button.click();
    else await this.page.keyboard.press('Enter');
  }

  /** The notification that contains `text`, once it is shown. */
  async notification(text: string | RegExp): Promise<Locator> {
    const found = this.page
      .locator('.notifications-toasts .notification-list-item')
      .filter({ hasText: text })
      .first();
    await this.#shown(found, `a notification with “${String(text)}”`);
    return found;
  }

  /** Presses a button of a notification. */
  async answer(notification: string | RegExp, button: string): Promise<void> {
    const found = await this.notification(notification);
    const pressed = found.locator('.monaco-button, .action-label').filter({ hasText: button });
    // Buttons of a collapsed notification are drawn once the pointer is over it.
    await found.hover();
    await this.#shown(pressed.first(), `the button “${button}” of the notification`);
    await pressed.first().click();
  }

  /** The modal dialog that contains `text`, once it is shown. */
  async dialog(text: string | RegExp): Promise<Locator> {
    const found = this.page.locator('.monaco-dialog-box').filter({ hasText: text });
    await this.#shown(found, `a dialog with “${String(text)}”`);
    return found;
  }

  /** Opens a side bar by the title of its icon in the activity bar, such as `Retarget` or `Explorer`. */
  async openSidebar(title: string): Promise<void> {
    const icon = this.#icon(title);
    await this.#shown(icon, `the icon of ${title} in the activity bar`);
    // A click on the icon of the open one would close it.
    if ((await icon.getAttribute('aria-selected')) !== 'true') await icon.click();
    const heading = this.page.locator('.part.sidebar .title-label').filter({ hasText: title });
    await this.#shown(heading.first(), `the side bar ${title}`);
  }

  /** A view in the open side bar, by its title; collapsed ones are opened. */
  async view(title: string): Promise<Locator> {
    const pane = this.page.locator('.part.sidebar .pane').filter({
      has: this.page.locator('.pane-header h3.title').getByText(title, { exact: true }),
    });
    await this.#shown(pane.first(), `the view ${title}`);
    const header = pane.first().locator('.pane-header');
    if ((await header.getAttribute('aria-expanded')) === 'false') await header.click();
    return pane.first();
  }

  /** A row of a tree in the side bar (or in one view of it), once it is shown. */
  async treeRow(text: string | RegExp, view?: Locator): Promise<Locator> {
    const row = (view ?? this.page.locator('.part.sidebar'))
      .locator('.monaco-list-row[role="treeitem"]')
      .filter({ hasText: text })
      .first();
    await this.#shown(row, `the row “${String(text)}” in the side bar`);
    return row;
  }

  /** An entry of the status bar, once it is shown. */
  async statusBarItem(text: string | RegExp): Promise<Locator> {
    const item = this.page.locator('.part.statusbar .statusbar-item').filter({ hasText: text });
    await this.#shown(item.first(), `“${String(text)}” in the status bar`);
    return item.first();
  }

  /** An editor tab, once it is open. */
  async tab(title: string | RegExp): Promise<Locator> {
    const tab = this.page.locator('.tabs-container .tab').filter({ hasText: title }).first();
    await this.#shown(tab, `the tab “${String(title)}”`);
    return tab;
  }

  /** The document that an extension drew: the inner frame of the webview that can be seen. */
  async webviewFrame(): Promise<Frame> {
    const outer = this.page.locator('iframe.webview.ready').filter({ visible: true }).last();
    await this.#shown(outer, 'a webview');
    const inner = outer.contentFrame().locator('#active-frame');
    await this.#shown(inner, "the webview's content");
    const frame = await (await inner.elementHandle()).contentFrame();
    if (frame === null) throw new Error('The webview has no document.');
    await frame.waitForLoadState();
    return frame;
  }

  /** Changes the colour theme as a user does, and waits until the workbench has it. */
  async setTheme(name: ThemeName): Promise<void> {
    const theme = themes[name];
    await this.palette('Preferences: Color Theme');
    await this.typeIntoQuickInput(theme.label);
    await this.pick(theme.label);
    const workbench = this.page.locator(`.monaco-workbench.${theme.class}`).first();
    await this.#shown(workbench, `the theme ${theme.label}`);
  }

  /** Reloads the window, as Developer: Reload Window does. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.ready();
  }

  /** Closes editors, messages and whatever is asked, for the next test in this window. */
  async clear(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await this.palette('Notifications: Clear All Notifications');
    await this.palette('View: Close All Editors');
  }

  async close(): Promise<void> {
    await this.page.close();
  }

  /** What can be read around the editors now: an open pick, notifications, tabs, the status bar. */
  async words(): Promise<string> {
    const parts = [
      ...['.quick-input-widget:visible', '.notification-list-item', '.part.editor .tabs-container'],
      ...['.part.sidebar', '.part.statusbar'],
    ];
    const texts = await Promise.all(
      parts.map((part) =>
        this.page
          .locator(part)
          .allInnerTexts()
          .catch(() => []),
      ),
    );
    return parts
      .map((part, at) => `${part}: ${texts[at]?.join(' | ').replace(/\s+/g, ' ') ?? ''}`)
      .join('\n');
  }

  /** Keeps a picture in RETARGET_SCREENSHOTS (default test-results/ui); answers with its path. */
  async screenshot(name: string): Promise<string> {
    const set = process.env['RETARGET_SCREENSHOTS'] ?? '';
    const folder = set === '' ? join(repository, 'test-results', 'ui') : set;
    await mkdir(folder, { recursive: true });
    const path = join(folder, `${name.replace(/[^\w.-]+/g, '-')}.png`);
    await this.page.screenshot({ path });
    return path;
  }

  #icon(title: string): Locator {
    return this.page
      .locator('.part.activitybar .action-item')
      .filter({ has: this.page.locator(`.action-label[aria-label^="${title}"]`) })
      .first();
  }

  /** Waits for something to be visible. @throws naming it, a picture, and the notifications shown instead. */
  async #shown(locator: Locator, what: string): Promise<void> {
    try {
      await locator.waitFor({ state: 'visible', timeout: PATIENCE });
    } catch (error) {
      const toasts = await this.page.locator('.notification-list-item').allInnerTexts();
      const instead = toasts.length === 0 ? '' : ` Notifications: ${toasts.join(' | ')}`;
      const picture = await this.screenshot(`failed ${what}`);
      throw new Error(`Waited ${PATIENCE / 1000} s for ${what}. See ${picture}.${instead}`, {
        cause: error,
      });
    }
  }
}
