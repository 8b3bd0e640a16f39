import { useEffect, useState } from 'react'
import type { RefObject } from 'react'

/** What of a scrolled element is in view. */
export function useViewport(element: RefObject<HTMLDivElement | null>): { readonly scrollTop: number; readonly viewHeight: number } {
	const [view, setView] = useState({ scrollTop: 0, viewHeight: 600 })
	useEffect(() => {
		const scrolled = element.current
		if (!scrolled) return undefined
		const read = () => setView({ scrollTop: scrolled.scrollTop, viewHeight: scrolled.clientHeight })
		const resized = new ResizeObserver(read)
		resized.observe(scrolled)
		scrolled.addEventListener('scroll', read, { passive: true })
		return () => {
			resized.disconnect()
			scrolled.removeEventListener('scroll', read)
		}
	}, [element])
	return view
}
