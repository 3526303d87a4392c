// The file by which a folder is CMake's: other kinds leave the folder to it.
export const LISTS_FILE = 'CMakeLists.txt';
