/** Writes the profile that brings every root to iPhones, iPads and Macs in one file. */
import { createHash } from 'node:crypto'

export interface ProfileOptions {
  officeName: string
  /** PEM of every root. */
  bundle: string
}

export const profileContentType = 'application/x-apple-aspen-config'

/**
 * A configuration profile (Apple, "Configuration Profile Reference") with one `com.apple.security.root` payload a root.
 * Its identifiers are made of what it holds: who installs the same roots again replaces nothing, and who installs it after
 * a roll-over replaces the old profile by the new one. It may be removed by whoever has the device.
 */
export function appleProfile({ officeName, bundle }: ProfileOptions): string {
  const roots = rootsOf(bundle)
  const payloads = roots.map((der, at) => rootPayload(der, `${officeName}: Gatehouse root ${at + 1}`))
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
	<key>PayloadContent</key>
	<array>
${payloads.join('')}	</array>
	<key>PayloadDescription</key>
	<string>Lets this device trust the privacy gateway of the office: its certificates for web traffic and for the office itself.</string>
	<key>PayloadDisplayName</key>
	<string>${xml(officeName)}: Gatehouse certificates</string>
	<key>PayloadIdentifier</key>
	<string>arpa.home.gatehouse.roots</string>
	<key>PayloadOrganization</key>
	<string>${xml(officeName)}</string>
	<key>PayloadRemovalDisallowed</key>
	<false/>
	<key>PayloadType</key>
	<string>Configuration</string>
	<key>PayloadUUID</key>
	<string>${uuidOf('profile', ...roots)}</string>
	<key>PayloadVersion</key>
	<integer>1</integer>
</dict>
</plist>
`
}

function rootPayload(der: string, name: string): string {
  const uuid = uuidOf('root', der)
  return `		<dict>
			<key>PayloadCertificateFileName</key>
			<string>gatehouse-${uuid.slice(0, 8).toLowerCase()}.cer</string>
			<key>PayloadContent</key>
			<data>${der}</data>
			<key>PayloadDisplayName</key>
			<string>${xml(name)}</string>
			<key>PayloadIdentifier</key>
			<string>arpa.home.gatehouse.root.${uuid.toLowerCase()}</string>
			<key>PayloadType</key>
			<string>com.apple.security.root</string>
			<key>PayloadUUID</key>
			<string>${uuid}</string>
			<key>PayloadVersion</key>
			<integer>1</integer>
		</dict>
`
}

/** DER in Base64, one line each. */
function rootsOf(bundle: string): string[] {
  return [...bundle.matchAll(/-----BEGIN CERTIFICATE-----([^-]+)-----END CERTIFICATE-----/g)].map(
    ([, base64]) => (base64 ?? '').replaceAll(/\s/g, ''),
  )
}

/** RFC 9562 §5.8: of a form of our own, out of a hash. */
function uuidOf(...parts: readonly string[]): string {
  const bytes = createHash('sha256').update(parts.join('\n')).digest().subarray(0, 16)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  return bytes
    .toString('hex')
    .toUpperCase()
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** XML 1.0 §2.2 has no control characters at all, however they are written. */
function xml(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '\u{fffd}')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
}
