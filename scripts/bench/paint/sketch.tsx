// The page of react-sketch-canvas: the same photograph under it, undo by key, and zoom and pan as a page would add them,
// by a transform of the whole, since the package has none.
import { useEffect, useRef, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { ReactSketchCanvas, type ReactSketchCanvasRef } from 'react-sketch-canvas'

const brushPx = Number(new URLSearchParams(location.search).get('width'))

function Sketch() {
  const canvas = useRef<ReactSketchCanvasRef>(null)
  const [view, setView] = useState({ x: 0, y: 0, zoom: 1 })
  useEffect(() => {
    const life = new AbortController()
    const onKey = ({ key, shiftKey }: KeyboardEvent) => {
      if (key.toLowerCase() === 'z') shiftKey ? canvas.current?.redo() : canvas.current?.undo()
      if (key === '0') setView({ x: 0, y: 0, zoom: 1 })
    }
    const onWheel = (event: WheelEvent) => {
      event.preventDefault()
      const { shiftKey, deltaX, deltaY, offsetX, offsetY } = event
      setView(({ x, y, zoom }) => {
        if (shiftKey) return { x: x - deltaX - deltaY, y, zoom }
        const factor = Math.exp(-deltaY / 550)
        return { x: offsetX - (offsetX - x) * factor, y: offsetY - (offsetY - y) * factor, zoom: zoom * factor }
      })
    }
    window.addEventListener('keydown', onKey, life)
    window.addEventListener('wheel', onWheel, { ...life, passive: false })
    return () => life.abort()
  }, [])
  const transform = `translate(${view.x}px, ${view.y}px) scale(${view.zoom})`
  return (
    <div style={{ position: 'relative', width: 1200, height: 800, transformOrigin: '0 0', transform }}>
      {/* biome-ignore lint/performance/noImgElement: there is no Next behind this page */}
      <img src="/photo.jpg" alt="" draggable={false} style={{ position: 'absolute', width: '100%', height: '100%' }} />
      <div style={{ position: 'absolute', inset: 0 }}>
        <ReactSketchCanvas
          ref={canvas}
          width="100%"
          height="100%"
          strokeWidth={brushPx}
          strokeColor="rgba(223, 75, 38, 0.5)"
          canvasColor="transparent"
        />
      </div>
    </div>
  )
}

const root = document.getElementById('root')
if (root) createRoot(root).render(<Sketch />)
