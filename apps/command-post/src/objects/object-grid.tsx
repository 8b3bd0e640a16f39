import type { EntityId } from '@lagebild/model/ids.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { KeyboardEvent, RefObject } from 'react'
import { useTranslations } from 'use-intl'

import { select } from '../state/actions.ts'
import type { Thing } from '../state/facts.ts'
import { usePicture } from '../state/react.ts'
import { GRID_ID } from './grid-id.ts'
import { ObjectRow } from './object-row.tsx'
import { rowForKey, rowWindow, steadyOrder } from './window.ts'

import styles from './objects.module.css'

const ROW_HEIGHT = 48

/** While the pointer is in the list its order stands still; `settle` lets it take the new one. */
function useSteady(things: readonly Thing[]) {
	const byId = useMemo(() => new Map(things.map((thing) => [thing.row.id, thing])), [things])
	const wanted = useMemo(() => things.map(({ row }) => row.id), [things])
	const [held, setHeld] = useState<readonly EntityId[]>()
	const { order, waiting } = useMemo(() => steadyOrder(held ?? wanted, wanted), [held, wanted])
	const shown = order.flatMap((id) => byId.get(id) ?? [])
	return { shown, waiting, settle: () => setHeld(wanted), hold: () => setHeld(wanted), release: () => setHeld(undefined) }
}

function useViewport(element: RefObject<HTMLDivElement | null>) {
	const [view, setView] = useState({ scrollTop: 0, viewHeight: 600 })
	useEffect(() => {
		const grid = element.current
		if (!grid) return undefined
		const read = () => setView({ scrollTop: grid.scrollTop, viewHeight: grid.clientHeight })
		const resized = new ResizeObserver(read)
		resized.observe(grid)
		grid.addEventListener('scroll', read, { passive: true })
		return () => {
			resized.disconnect()
			grid.removeEventListener('scroll', read)
		}
	}, [element])
	return view
}

function scrollTo(grid: HTMLDivElement | null, row: number): void {
	if (!grid) return
	const top = row * ROW_HEIGHT
	if (top < grid.scrollTop) grid.scrollTop = top
	if (top + ROW_HEIGHT > grid.scrollTop + grid.clientHeight) grid.scrollTop = top + ROW_HEIGHT - grid.clientHeight
}

function useActiveRow(grid: RefObject<HTMLDivElement | null>, shown: readonly Thing[]) {
	const [activeId, setActiveId] = useState<EntityId>()
	const active = shown.findIndex(({ row }) => row.id === activeId)
	const onKeyDown = (event: KeyboardEvent) => {
		const page = Math.floor((grid.current?.clientHeight ?? 0) / ROW_HEIGHT)
		const next = rowForKey(event.key, { active, count: shown.length, page })
		if (event.key === 'Enter' && activeId !== undefined) select(activeId)
		if (next === undefined) return
		event.preventDefault()
		setActiveId(shown[next]?.row.id)
		scrollTo(grid.current, next)
	}
	return { active, activeId, setActiveId, onKeyDown }
}

export function rowId(id: EntityId): string {
	return `object-${id}`
}

export function ObjectGrid({ things }: { readonly things: readonly Thing[] }) {
	const t = useTranslations('objects')
	const grid = useRef<HTMLDivElement>(null)
	const { shown, waiting, settle, hold, release } = useSteady(things)
	const view = useViewport(grid)
	const { active, activeId, setActiveId, onKeyDown } = useActiveRow(grid, shown)
	const selected = usePicture(({ route }) => route.selected)
	const { first, last, height } = rowWindow({ count: shown.length, rowHeight: ROW_HEIGHT, ...view })
	return (
		<>
			{waiting > 0 && (
				<Button size="row" className={styles.fresh} onPress={settle}>
					{t('sort', { count: waiting })}
				</Button>
			)}
			<div
				ref={grid}
				id={GRID_ID}
				role="grid"
				className={styles.grid}
				tabIndex={0}
				aria-label={t('label')}
				aria-rowcount={shown.length}
				aria-colcount={2}
				{...(active >= 0 && activeId !== undefined ? { 'aria-activedescendant': rowId(activeId) } : {})}
				onKeyDown={onKeyDown}
				onPointerEnter={hold}
				onPointerLeave={release}
				onFocus={() => active < 0 && setActiveId(shown[first]?.row.id)}
			>
				<div className={styles.space} style={{ height }} role="presentation">
					{shown.slice(first, last).map((thing, offset) => (
						<ObjectRow
							key={thing.row.id}
							thing={thing}
							index={first + offset}
							top={(first + offset) * ROW_HEIGHT}
							active={thing.row.id === activeId}
							selected={thing.row.id === selected}
						/>
					))}
				</div>
			</div>
		</>
	)
}
