/** The gateway's own words, which are English, with what it puts between backticks set as what is typed. */
export function Told({ text }: { text: string }) {
  return (
    <span lang="en">
      {text
        .split('`')
        // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a sentence have their places and nothing else
        .map((piece, at) => (at % 2 === 0 ? piece : <code key={at}>{piece}</code>))}
    </span>
  )
}
