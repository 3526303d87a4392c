// The colours that VS Code's own default themes hand to a webview, for the page as a panel in a browser.

export type ThemeName = 'light' | 'dark' | 'high-contrast' | 'high-contrast-light';

interface Theme {
  /** Of `<body>`. */
  readonly classes: string;
  readonly variables: Readonly<Record<string, string>>;
}

const FONTS = {
  'font-family': 'system-ui, "Ubuntu", "Droid Sans", sans-serif',
  'font-size': '13px',
  'editor-font-family': '"Droid Sans Mono", monospace',
};

export const EDITOR_THEMES: Readonly<Record<ThemeName, Theme>> = {
  light: {
    classes: 'vscode-light',
    variables: {
      ...FONTS,
      'editor-background': '#ffffff',
      'editor-foreground': '#3b3b3b',
      foreground: '#3b3b3b',
      descriptionForeground: '#3b3b3b',
      'widget-border': '#e5e5e5',
      'list-hoverBackground': '#f2f2f2',
      'textLink-foreground': '#005fb8',
      focusBorder: '#005fb8',
      'input-background': '#ffffff',
      'input-border': '#cecece',
      'textCodeBlock-background': '#f8f8f8',
      'progressBar-background': '#005fb8',
    },
  },
  dark: {
    classes: 'vscode-dark',
    variables: {
      ...FONTS,
      'editor-background': '#1f1f1f',
      'editor-foreground': '#cccccc',
      foreground: '#cccccc',
      descriptionForeground: '#9d9d9d',
      'widget-border': '#313131',
      'list-hoverBackground': '#2a2d2e',
      'textLink-foreground': '#4daafc',
      focusBorder: '#0078d4',
      'input-background': '#313131',
      'input-border': '#3c3c3c',
      'textCodeBlock-background': '#2b2b2b',
      'progressBar-background': '#0078d4',
    },
  },
  'high-contrast': {
    classes: 'vscode-high-contrast',
    variables: {
      ...FONTS,
      'editor-background': '#000000',
      'editor-foreground': '#ffffff',
      foreground: '#ffffff',
      descriptionForeground: 'rgba(255, 255, 255, 0.7)',
      contrastBorder: '#6fc3df',
      'widget-border': '#6fc3df',
      'textLink-foreground': '#21a6ff',
      focusBorder: '#f38518',
      'input-background': '#000000',
      'input-border': '#6fc3df',
      'textCodeBlock-background': '#000000',
      'progressBar-background': '#6fc3df',
    },
  },
  'high-contrast-light': {
    classes: 'vscode-high-contrast vscode-high-contrast-light',
    variables: {
      ...FONTS,
      'editor-background': '#ffffff',
      'editor-foreground': '#292929',
      foreground: '#292929',
      descriptionForeground: 'rgba(41, 41, 41, 0.7)',
      contrastBorder: '#0f4a85',
      'widget-border': '#0f4a85',
      'textLink-foreground': '#0f4a85',
      focusBorder: '#006bbd',
      'input-background': '#ffffff',
      'input-border': '#0f4a85',
      'textCodeBlock-background': '#f2f2f2',
      'progressBar-background': '#0f4a85',
    },
  },
};
