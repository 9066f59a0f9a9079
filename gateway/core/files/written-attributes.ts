/** Knows the attributes of office documents in which people's words stand, by their local names. */

/**
 * Every attribute of this name, wherever it stands. From the schemas: what is `ST_Xstring` or `ST_String` in ECMA-376-1
 * Annex A, or `string` in OpenDocument 1.3 part 3, and takes what people type; all others are numbers, colours and names
 * of styles.
 */
const writtenAttributes = new Set([
  // Who wrote and worked on it.
  ...['author', 'initials', 'displayName', 'userId', 'userName', 'person', 'creator', 'refreshedBy', 'ed'],
  // What shapes, links, controls and lists say (ECMA-376-1 §20.1.2.2.8, §18.3.1.32, §18.3.1.47).
  ...['descr', 'title', 'tooltip', 'display', 'caption', 'alt', 'label', 'help', 'string', 'text'],
  ...['prompt', 'promptTitle', 'error', 'errorTitle', 'comment', 'description', 'statusBar', 'customMenu'],
  // Where something is (§18.3.1.47, §18.13, §17.16.17, §17.14).
  ...[
    'Target',
    'href',
    'location',
    'url',
    'connection',
    'command',
    'sourceFile',
    'odcFile',
    'instr',
    'formula',
  ],
  ...[
    'localConnection',
    'serverCommand',
    'editPage',
    'post',
    'mdx',
    'setDefinition',
    'docLocation',
    'refersTo',
  ],
  ...['ddeService', 'ddeTopic', 'destinationFile', 'sourceObject', 'target-frame-name', 'invalidUrl'],
  // Tables, pivot tables and slicers (§18.5.1.2, §18.10.1).
  ...['totalsRowLabel', 'uniqueName', 'dataCaption', 'grandTotalCaption', 'errorCaption', 'missingCaption'],
  ...[
    'rowHeaderCaption',
    'colHeaderCaption',
    'subtotalCaption',
    'stringValue1',
    'stringValue2',
    'sourceName',
  ],
  ...['allCaption', 'displayFolder', 'measureGroup', 'memberName', 'cap', 'oldName', 'newName', 'oldComment'],
  ...['oldCustomMenu', 'oldDescription', 'oldHelp', 'oldStatusBar', 'oldFormula', 'customList'],
  // OpenDocument 1.3 part 3 §19: values, conditions, fields, index entries and bibliographies.
  ...['string-value', 'string-value-if-true', 'string-value-if-false', 'condition', 'current-value', 'key1'],
  ...['key2', 'selected-page', 'member-name', 'annotation', 'annote', 'address', 'booktitle'],
  ...['chapter', 'editor', 'howpublished', 'institution', 'journal', 'note', 'organizations', 'publisher'],
  ...['school', 'series', 'identifier', 'custom1', 'custom2', 'custom3', 'custom4', 'custom5'],
  ...['num-prefix', 'num-suffix', 'command-type', 'base-cell-address', 'data-field', 'expression'],
])

/** Attributes of common names that only these elements use for what people write. */
const writtenIn: Readonly<Record<string, ReadonlySet<string>>> = {
  val: new Set([
    ...['alias', 'tag', 'docVar', 'query', 'connectString', 'filter', 'customFilter', 'inputCells'],
    ...['statusText', 'helpText', 'default', 'listEntry', 'lvlText', 'tblCaption', 'tblDescription'],
    ...[
      'addressFieldName',
      'mailSubject',
      'udl',
      'mappedName',
      'attr',
      'desc',
      'title',
      'tag',
      'cellSmartTagPr',
    ],
    ...['category', 'docPartGallery', 'docPartCategory', 'lastValue', 'sheetName', 'uniqueId', 'cat'],
  ]),
  v: new Set(['s', 'e']),
  c: new Set(['s', 'n', 'd', 'b', 'e', 'm']),
  n: new Set(['item']),
  name: new Set([
    ...['docPr', 'cNvPr', 'cmAuthor', 'author', 'property', 'docVar', 'cSld', 'section', 'custShow', 'tag'],
    ...[
      'scenario',
      'protectedRange',
      'namedSheetView',
      'customWorkbookView',
      'control',
      'oleItem',
      'ddeItem',
    ],
    ...[
      'parameter',
      'dataField',
      'pageField',
      'pageItem',
      'member',
      'memberProperty',
      'filter',
      'set',
      'group',
    ],
    ...[
      'calculatedMember',
      'dimension',
      'measureGroup',
      'attr',
      'deletedField',
      'snd',
      'stSnd',
      'pivotField',
    ],
    ...['data-pilot-member', 'data-pilot-group', 'data-pilot-group-member', 'user-defined', 'meta-field'],
    ...['nsvFilter', 'frame', 'caption', 'customPr', 'header', 'rangeSet'],
  ]),
  value: new Set([
    ...[
      'listItem',
      'user-defined',
      'filter-condition',
      'filter-set-item',
      'option',
      'item',
      'text',
      'textarea',
    ],
    ...['button', 'hidden', 'combobox', 'property', 'list-property', 'kpi', 'param'],
  ]),
  displayText: new Set(['listItem']),
  cache: new Set(['slicer', 'timeline']),
  anchor: new Set(['hyperlink']),
  key: new Set(['cellSmartTagPr']),
  user: new Set(['scenario']),
  uri: new Set(['smartTagType']),
  publisher: new Set(['bibliography-mark']),
}

export function isWritten(element: string, attribute: string): boolean {
  return writtenAttributes.has(attribute) || writtenIn[attribute]?.has(element) === true
}

/** Words of the format that would be names of fields elsewhere: what people write there is not what they say. */
const formatWords = new Set([
  ...['address', 'editor', 'institution', 'publisher', 'school', 'identifier', 'member-name', 'memberName'],
  ...['sourceName', 'uniqueName', 'oldName', 'newName', 'label', 'text', 'string', 'ed', 'cap', 'n', 'c'],
  ...['location', 'key', 'key1', 'key2', 'note', 'series', 'journal', 'annotation', 'measureGroup'],
])

/** False where the name of the attribute says nothing about what stands in it. */
export function isTelling(attribute: string): boolean {
  return !formatWords.has(attribute)
}

/** Numbers that are data: a value of a pivot table's source, and of a cell in OpenDocument. */
export function isDataNumber(element: string, attribute: string): boolean {
  return (attribute === 'v' && element === 'n') || (attribute === 'value' && element.startsWith('table-cell'))
}
