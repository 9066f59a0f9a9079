/** A labelled field, with a hint beneath where one helps. */
import { type InputHTMLAttributes, useId } from 'react'

export interface FieldProps extends InputHTMLAttributes<HTMLInputElement> {
  label: string
  hint?: string
}

export function Field({ label, hint, ...rest }: FieldProps) {
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input required {...rest} id={id} aria-describedby={hint === undefined ? undefined : `${id}-hint`} />
      {hint === undefined ? null : (
        <p id={`${id}-hint`} className="small quiet">
          {hint}
        </p>
      )}
    </div>
  )
}
