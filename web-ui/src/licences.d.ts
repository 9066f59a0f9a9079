/** Tells the compiler what web-ui/licences.ts makes of the lock file, and the build puts in place of this name. */
declare const BUILT_OF: {
  /** The version of Node that the gateway brings along. */
  node: string
  packages: readonly {
    name: string
    version: string
    /** As SPDX writes it, or as its makers say. */
    licence: string
    /** Builds and tests, and does not run on the box. */
    isDev: boolean
  }[]
}
