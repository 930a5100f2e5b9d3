// The points in the life of an edit at which a process may be cut off: before and after each commit, and between storing
// bytes and committing the row that needs them. Told to whoever listens on the channel `frisket:milestone` of
// node:diagnostics_channel (the kill tests do, and end the process there); to nobody, and at no cost, otherwise.
import { channel } from 'node:diagnostics_channel'

const milestones = channel('frisket:milestone')

export type Milestone =
  | 'claimed'
  | 'prepared'
  | 'sending committed'
  | 'answered'
  | 'answer bytes stored'
  | 'answer committed'
  | 'ticket answered'
  | 'downloaded'
  | 'result judged'
  | 'raw stored'
  | 'raw committed'
  | 'output made'
  | 'output stored'
  | 'done committed'

export function reached(milestone: Milestone): void {
  if (milestones.hasSubscribers) milestones.publish(milestone)
}
