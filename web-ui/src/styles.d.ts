/** Tells the compiler that a component may bring its style sheet along. */
declare module '*.css'
