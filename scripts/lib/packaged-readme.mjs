// The README as it stands inside the package, where no path of the repository leads anywhere and VS Code shows pictures
// from the web only: pictures are left out, and links to other files are their words alone.

const PICTURE_LINE = /^!\[[^\]]*\]\((?!https:)[^)\s]+\)\n\n?/gm;
const LINK = /(?<!!)\[([^\]]*)\]\((?!https?:|#|mailto:)[^)\s]+\)/g;

/**
 * @param {string} text Markdown, whose pictures stand on lines of their own
 */
export const packagedReadme = (text) => text.replace(PICTURE_LINE, '').replace(LINK, '$1');
