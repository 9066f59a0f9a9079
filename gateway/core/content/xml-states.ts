/** Says to which construct of an XML document the next byte belongs, and which bytes are markup. */

export const inText = 0
export const afterLess = 1
export const inName = 2
export const inTag = 3
export const afterSlash = 4
export const inAttributeName = 5
export const beforeValue = 6
export const inValue = 7
export const inEndName = 8
export const afterEndName = 9
export const inMark = 10
export const beforeEquals = 11

export const LESS = 0x3c
export const MORE = 0x3e
export const AND = 0x26
export const SLASH = 0x2f
export const BANG = 0x21
export const QUESTION = 0x3f
export const EQUALS = 0x3d
