/** Makes a policy file ready to be asked thousands of times a second. */
export interface CompiledPolicy {
  readonly mode: 'enforce' | 'observe'
}
