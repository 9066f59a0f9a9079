/** The marks beside words: one set, one weight, each shape readable without its colour. */
import type { ReactNode } from 'react'

const line = { fill: 'none', stroke: 'currentColor', strokeWidth: 1.5, strokeLinecap: 'round' } as const
const ring = <circle cx="8" cy="8" r="5" {...line} />

const shapes = {
  /** An open ring: went through as it was. */
  pass: ring,
  /** Half filled: went through changed. */
  transform: (
    <>
      {ring}
      <path d="M8 3a5 5 0 0 0 0 10z" fill="currentColor" />
    </>
  ),
  /** Broken: not looked into. */
  tunnel: <circle cx="8" cy="8" r="5" {...line} strokeLinecap="butt" strokeDasharray="2.6 2.6" />,
  /** A filled square with a bar: stopped at the door. */
  refuse: <path fill="currentColor" fillRule="evenodd" d="M3 3h10v10H3zm2 4v2h6V7z" />,
  'refused-midstream': <path fill="currentColor" fillRule="evenodd" d="M3 3h10v10H3zm2 4v2h6V7z" />,
  fail: <path d="m4 4 8 8m0-8-8 8" {...line} />,
  now: (
    <path fill="currentColor" fillRule="evenodd" d="M8 1.5 15 14H1zm-.8 4.7v4h1.6v-4zm0 5v1.5h1.6v-1.5z" />
  ),
  soon: (
    <>
      <circle cx="8" cy="8" r="6" {...line} />
      <path d="M8 4.5V8l2.5 1.5" {...line} />
    </>
  ),
  note: (
    <>
      <circle cx="8" cy="8" r="6" {...line} />
      <circle cx="8" cy="8" r="1.75" fill="currentColor" />
    </>
  ),
  today: <path d="M2.5 4.5h11v9h-11zM2.5 7.5h11M5.5 2.5v3M10.5 2.5v3" {...line} />,
  live: <path d="M2 8h2.5l2-5 3 10 2-5H14" {...line} strokeLinejoin="round" />,
  policies: (
    <path d="M2.5 4h7M12 4h1.5M2.5 8h2M7 8h6.5M2.5 12h6M11 12h2.5M9.5 2.5v3M4.5 6.5v3M8.5 10.5v3" {...line} />
  ),
  clients: <path d="M2.5 3.5h11v7h-11zM6 13.5h4M8 10.5v3" {...line} strokeLinejoin="round" />,
  setup: <path d="M8 3v10M3 8h10" {...line} />,
  account: (
    <>
      <circle cx="8" cy="5.5" r="2.75" {...line} />
      <path d="M2.75 13.5a5.25 5.25 0 0 1 10.5 0" {...line} />
    </>
  ),
  search: (
    <>
      <circle cx="7" cy="7" r="4.25" {...line} />
      <path d="m10.25 10.25 3.25 3.25" {...line} />
    </>
  ),
  close: <path d="m4 4 8 8m0-8-8 8" {...line} />,
  light: (
    <>
      <circle cx="8" cy="8" r="2.75" {...line} />
      <path
        d="M8 1.5v1.75M8 12.75v1.75M1.5 8h1.75M12.75 8h1.75M3.4 3.4l1.25 1.25M11.35 11.35l1.25 1.25M3.4 12.6l1.25-1.25M11.35 4.65l1.25-1.25"
        {...line}
      />
    </>
  ),
  dark: <path d="M13 9.5A5.5 5.5 0 0 1 6.5 3a5.5 5.5 0 1 0 6.5 6.5z" {...line} strokeLinejoin="round" />,
  auto: (
    <>
      <circle cx="8" cy="8" r="5.5" {...line} />
      <path d="M8 2.5a5.5 5.5 0 0 1 0 11z" fill="currentColor" />
    </>
  ),
  leave: <path d="M9.5 2.5h-6v11h6M7 8h7M11.5 5.5 14 8l-2.5 2.5" {...line} strokeLinejoin="round" />,
  reviews: <path d="M2.5 3h11v8h-6L4.5 13.5V11h-2zM6 7h4" {...line} strokeLinejoin="round" />,
  system: <path d="M3 2.5h10v4.5H3zM3 9h10v4.5H3zM5.5 4.75h2M5.5 11.25h2" {...line} strokeLinejoin="round" />,
  arrow: <path d="M3 8h10M9.5 4.5 13 8l-3.5 3.5" {...line} strokeLinejoin="round" />,
} as const satisfies Record<string, ReactNode>

export type IconName = keyof typeof shapes

/** Decorative: a word always stands beside it, or names the control that it is in. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      {shapes[name]}
    </svg>
  )
}
