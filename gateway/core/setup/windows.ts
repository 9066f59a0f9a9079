/** How Windows is set up: one machine by hand, and many by group policy. */
import { addressAndPort, bothCertificates, fromVendor, type Recipe, type SetupFacts } from './recipe.ts'

const groupPolicy = fromVendor(
  'Microsoft, "Policies to establish trust of root certification authorities"',
  'https://technet.microsoft.com/en-us/library/cc783813(WS.10).aspx',
)

export function windowsRecipes(facts: SetupFacts): Recipe[] {
  return [
    {
      id: 'windows',
      title: 'Windows',
      kind: 'system',
      proof: groupPolicy,
      install: [
        {
          steps: [
            `Download ${bothCertificates(facts)}.`,
            'Open each file, choose _Install Certificate_, _Local Machine_, _Place all certificates in the following store_, _Trusted Root Certification Authorities_.',
            `Settings → Network & internet → Proxy → _Use setup script_: \`${facts.pacUrl}\`. Or _Use a proxy server_: ${addressAndPort(facts)}.`,
          ],
        },
        { text: "Step 2 in an administrator's prompt, in the folder of the downloads:" },
        {
          code: 'certutil -addstore -f Root gatehouse-interception.crt\ncertutil -addstore -f Root gatehouse-office.crt',
        },
      ],
      uninstall: [
        {
          steps: [
            'Settings → Network & internet → Proxy: switch off what step 3 switched on.',
            'Run `certlm.msc` → _Trusted Root Certification Authorities_ → _Certificates_: delete both that carry the name of this office.',
          ],
        },
      ],
    },
    {
      id: 'windows-gpo',
      title: 'Windows, many machines by group policy',
      kind: 'system',
      proof: groupPolicy,
      install: [
        {
          steps: [
            `On a domain controller, download ${bothCertificates(facts)}.`,
            'In _Group Policy Management_ make a policy object for the machines, and edit it.',
            '_Computer Configuration_ → _Policies_ → _Windows Settings_ → _Security Settings_ → _Public Key Policies_ → _Trusted Root Certification Authorities_: right click, _Import_, once for each file.',
            `_User Configuration_ → _Preferences_ → _Control Panel Settings_ → _Internet Settings_: on the tab _Connections_, _LAN settings_, _Use automatic configuration script_ with \`${facts.pacUrl}\`.`,
            'On one machine run `gpupdate /force`, then open the page that checks this machine.',
          ],
        },
      ],
      uninstall: [
        {
          steps: [
            'Delete both certificates and the setting in the policy object, or the object itself.',
            'Machines drop the certificates at their next refresh (`gpupdate /force`). The setup script stays until a setting switches it off: set it to empty first, and delete the object a day later.',
          ],
        },
      ],
    },
  ]
}
