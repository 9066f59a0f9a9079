/** Finds files of the keyring that a turn of the epoch should have taken away. */

/** How many there are among the names in the keys folder: files of old epochs, and what a cut-off write left. */
export function oldKeyFiles(names: readonly string[]): number {
  const epochs = names.filter((name) => /^keyring-\d+\.json$/.test(name)).length
  const cutOff = names.filter((name) => /^(?:keyring-\d+|root-wrapped)\.json\.tmp$/.test(name)).length
  return Math.max(0, epochs - 1) + cutOff
}
