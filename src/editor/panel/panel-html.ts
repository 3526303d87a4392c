// The page's frame: it may load our script and our style sheet, and nothing else from anywhere.

export interface PanelSources {
  /** Where the webview loads its files from, as a content policy says it. */
  readonly source: string;
  readonly script: string;
  readonly style: string;
}

export function panelHtml({ source, script, style }: PanelSources): string {
  const policy = [
    `default-src 'none'`,
    `script-src ${source}`,
    `style-src ${source}`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Retarget</title>
<link rel="stylesheet" href="${style}">
</head>
<body>
<script src="${script}"></script>
</body>
</html>
`;
}
