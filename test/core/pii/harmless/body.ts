/** Says what a harmless body is: something that offices send all day, with nobody in it. */

export interface HarmlessBody {
  /** What it is, as a person would call it. */
  kind: string
  contentType: string
  body: string
}
