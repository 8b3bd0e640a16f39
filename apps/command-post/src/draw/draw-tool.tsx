import type { Drawing } from '@lagebild/map/edit/drawing.ts'
import { emptySketch, isEmpty } from '@lagebild/map/edit/sketch.ts'
import type { Sketch } from '@lagebild/map/edit/sketch.ts'
import type { MapHost } from '@lagebild/map/host-types.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { Check, Redo2, Undo2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslations } from 'use-intl'

import type { EditDraft } from '../edit/draft.ts'
import { setView } from '../state/actions.ts'
import { usePicture } from '../state/react.ts'
import { store } from '../state/store.ts'
import { drawn, redone, undone } from './history.ts'

import styles from './draw.module.css'

/** Draws on the map what the form is about, for as long as the form is open. */
export function DrawTool({ host }: { readonly host: MapHost }) {
	const draft = usePicture(({ view }) => view.edit)
	if (!draft || draft.fixed) return null
	return <Tool key={`${draft.entity ?? 'new'} ${draft.kind}`} host={host} draft={draft} />
}

/** What the hand has done becomes the next step of the form. */
function keep(sketch: Sketch): void {
	const { edit } = store.getState().view
	if (edit) setView({ edit: { ...edit, sketch: drawn(edit.sketch, sketch) } })
}

function useDrawing(host: MapHost, sketch: Sketch) {
	const [drawing, setDrawing] = useState<Drawing>()
	const [points, setPoints] = useState(0)
	useEffect(() => {
		const begun = host.draw({ onSketch: keep, onPoints: setPoints })
		void begun.then(setDrawing)
		return () => void begun.then(({ end }) => end())
	}, [host])
	useEffect(() => drawing?.show(sketch), [drawing, sketch])
	return { drawing, points }
}

function Tool({ host, draft }: { readonly host: MapHost; readonly draft: EditDraft }) {
	const t = useTranslations('draw')
	const { now, past, future } = draft.sketch
	const { drawing, points } = useDrawing(host, now)
	const undo = () => {
		if (!drawing?.undo()) setView({ edit: { ...draft, sketch: undone(draft.sketch) } })
	}
	const redo = () => {
		if (!drawing?.redo()) setView({ edit: { ...draft, sketch: redone(draft.sketch) } })
	}
	useDrawKeys({ undo, redo, ...(points > 0 && drawing && { cancel: () => drawing.show(emptySketch(now.shape)) }) })
	return (
		<div className={styles.tool} role="toolbar" aria-label={t('tool')}>
			{drawing ? <Hint sketch={now} points={points} /> : <output />}
			<Button size="icon" look="quiet" label={t('undo')} isDisabled={past.length === 0 && points === 0} onPress={undo}>
				<Undo2 size={16} aria-hidden />
			</Button>
			<Button size="icon" look="quiet" label={t('redo')} isDisabled={future.length === 0 && points === 0} onPress={redo}>
				<Redo2 size={16} aria-hidden />
			</Button>
			<Button size="row" isDisabled={points === 0 && isEmpty(now)} onPress={() => finish(drawing, points)}>
				<Check size={16} aria-hidden />
				{t('finish')}
			</Button>
		</div>
	)
}

function Hint({ sketch, points }: { readonly sketch: Sketch; readonly points: number }) {
	const t = useTranslations('draw')
	const { shape } = sketch
	const isNext = isEmpty(sketch) || shape === 'point'
	return (
		<output>
			{points > 0 && `${t('begun', { count: points })}. `}
			{t(isNext ? `hint.${shape}` : shape === 'circle' ? 'hint.resize' : 'hint.move')}
		</output>
	)
}

/** What is begun is closed; on a narrow screen the form comes back. */
function finish(drawing: Drawing | undefined, points: number): void {
	if (points > 0) drawing?.finish()
	setView({ sheet: 'full' })
}

type Keys = { readonly undo: () => void; readonly redo: () => void; readonly cancel?: () => void }

function isTyping(target: EventTarget | null): boolean {
	return target instanceof HTMLElement && target.matches('input, textarea, select')
}

/** Esc gives up the shape that is not finished; the steps are Ctrl+Z and Ctrl+Y. They come before what these keys mean elsewhere. */
function useDrawKeys({ undo, redo, cancel }: Keys): void {
	useEffect(() => {
		const onKey = (event: KeyboardEvent) => {
			if (isTyping(event.target)) return
			const key = event.key.toLowerCase()
			const held = event.ctrlKey || event.metaKey
			const act = held && key === 'z' ? (event.shiftKey ? redo : undo) : held && key === 'y' ? redo : key === 'escape' ? cancel : undefined
			if (!act) return
			event.preventDefault()
			event.stopPropagation()
			act()
		}
		window.addEventListener('keydown', onKey, true)
		return () => window.removeEventListener('keydown', onKey, true)
	}, [undo, redo, cancel])
}
