// Prompts by task with slots to fill. The texts stand in messages/*.json under `prompts.templates.<id>`, with the slots' names
// as their arguments; what each slot asks for stands under `prompts.slots.<asks>`.

/** A template, and its slots in the order in which they are asked for. */
export const templates = [
  { id: 'background', slots: { place: 'newBackground', subject: 'keptSubject' } },
  { id: 'remove', slots: { thing: 'removedThing', surroundings: 'behindIt' } },
  { id: 'replace', slots: { thing: 'oldThing', new: 'newThing' } },
  { id: 'add', slots: { thing: 'addedThing', place: 'addedPlace' } },
  { id: 'text', slots: { old: 'oldText', new: 'newText' } },
  { id: 'style', slots: { style: 'newStyle' } },
  { id: 'season', slots: { season: 'newSeason', signs: 'seasonSigns' } },
  { id: 'light', slots: { light: 'newLight' } },
  { id: 'character', slots: { subject: 'keptPerson', scene: 'newScene' } },
] as const

export type Template = (typeof templates)[number]
