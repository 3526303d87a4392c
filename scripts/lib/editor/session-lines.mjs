// The lines between which a test runner speaks: what the workbench logs before and after stays out of the way.

/** The first line's beginning; VS Code's version follows. */
export const TESTS_BEGIN = 'Editor tests in VS Code';

/** The last line. */
export const TESTS_END = 'Editor tests ended';
