/** Names one destination as it is connected to. */

export interface UpstreamTarget {
  scheme: 'http' | 'https'
  host: string
  port: number
  /** Name that is sent as SNI and that the certificate must carry. */
  serverName: string
  /** Where to connect to: its addresses, or those of the proxy on the way. */
  addresses: readonly string[]
}
