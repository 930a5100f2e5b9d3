// Runs inside each page, before its own scripts, and watches from outside: from an input event to the end of the first
// frame in which a canvas of the page was painted after it. The same few lines run in every page that is compared.

export type Recording = {
  /** From the event's own time stamp to the end of the frame that showed it. */
  readonly latenciesMs: number[]
  /** From one frame to the next. */
  readonly framesMs: number[]
  /** Tasks of more than 50 ms on the page's own thread. */
  readonly longTasksMs: number[]
}

export type Recorder = {
  /** Frames and long tasks are recorded from here on, and the latencies of events of this kind. */
  start(event: 'pointermove' | 'keydown' | 'none'): void
  stop(): Recording
  /** How often a canvas has been painted. */
  paints(): number
  /** The next file that the page offers, and how long after the last click it did. */
  nextFile(): Promise<{ ms: number; file: Blob }>
}

declare global {
  interface Window {
    recorder: Recorder
  }
}

/** `paintedBy`: the canvas call that shows paint in this page, or `path` where an SVG path grows instead. */
export function installRecorder(paintedBy: 'putImageData' | 'clearRect' | 'path'): void {
  let watched: Parameters<Recorder['start']>[0] | null = null
  let recording: Recording = { latenciesMs: [], framesMs: [], longTasksMs: [] }
  let unpainted: number[] = []
  let painted: number[] = []
  let paints = 0
  const wasPainted = (): void => {
    paints++
    painted.push(...unpainted)
    unpainted = []
  }

  for (const type of ['pointermove', 'keydown'] as const) {
    window.addEventListener(
      type,
      (event) => {
        if (watched !== type || (event instanceof PointerEvent && event.buttons === 0)) return
        // Nothing is asked for yet: where any key paints, as on the empty page, these would be quicker than what follows.
        if (event instanceof KeyboardEvent && (event.key === 'Control' || event.key === 'Shift')) return
        const parts = event instanceof PointerEvent ? event.getCoalescedEvents() : []
        for (const { timeStamp } of parts.length > 0 ? parts : [event]) unpainted.push(timeStamp)
      },
      { capture: true },
    )
  }
  const canvas = CanvasRenderingContext2D.prototype
  if (paintedBy === 'putImageData') {
    const original = canvas.putImageData
    canvas.putImageData = function (this: CanvasRenderingContext2D, ...given: unknown[]) {
      Reflect.apply(original, this, given)
      if (this.canvas.isConnected) wasPainted()
    }
  } else if (paintedBy === 'clearRect') {
    const original = canvas.clearRect
    canvas.clearRect = function (...given) {
      original.apply(this, given)
      wasPainted()
    }
  } else {
    const options = { subtree: true, childList: true, attributes: true, attributeFilter: ['d'] }
    addEventListener('DOMContentLoaded', () => new MutationObserver(wasPainted).observe(document.body, options))
  }

  // A resize is told after all animation frames and layout; a message that is sent then comes after the frame itself.
  const shown = new MessageChannel()
  const inFrame: number[][] = []
  shown.port1.onmessage = () => {
    const now = performance.now()
    for (const from of inFrame.shift() ?? []) recording.latenciesMs.push(now - from)
  }
  const ticker = document.createElement('div')
  ticker.style.cssText = 'position:fixed;left:0;top:-9px;height:1px;width:1px;contain:strict'
  addEventListener('DOMContentLoaded', () => document.body.append(ticker))
  new ResizeObserver(() => {
    if (painted.length === 0) return
    inFrame.push(painted)
    painted = []
    shown.port2.postMessage(null)
  }).observe(ticker)
  let last = 0
  const everyFrame = (time: number): void => {
    if (watched === null) return
    if (last > 0) recording.framesMs.push(time - last)
    last = time
    ticker.style.width = ticker.style.width === '1px' ? '2px' : '1px'
    requestAnimationFrame(everyFrame)
  }
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) recording.longTasksMs.push(duration)
  }).observe({ type: 'longtask' })

  let clickedAt = 0
  window.addEventListener('click', ({ timeStamp }) => (clickedAt = timeStamp), { capture: true })
  let offer: (file: { ms: number; file: Blob }) => void = () => {}
  const createUrl = URL.createObjectURL
  URL.createObjectURL = (object) => {
    if (object instanceof Blob) offer({ ms: performance.now() - clickedAt, file: object })
    return createUrl(object)
  }

  window.recorder = {
    start(event) {
      recording = { latenciesMs: [], framesMs: [], longTasksMs: [] }
      unpainted = []
      painted = []
      watched = event
      last = 0
      requestAnimationFrame(everyFrame)
    },
    stop() {
      watched = null
      return recording
    },
    paints: () => paints,
    nextFile: () => new Promise((resolve) => (offer = resolve)),
  }
}
