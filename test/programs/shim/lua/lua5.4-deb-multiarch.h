// Debian's Lua looks for modules in a folder per CPU, which its package build names here.
#define DEB_HOST_MULTIARCH "any"
