import { emptySketch } from '@lagebild/map/edit/sketch.ts'
import type { DrawShape, Sketch } from '@lagebild/map/edit/sketch.ts'
import type { Position } from '@lagebild/model/geo.ts'
import { verticesOf } from '@lagebild/model/geo.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { Segmented } from '@lagebild/ui/segmented.tsx'
import { Crosshair, Redo2, Undo2, X } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'

import { SHAPES } from '../edit/draft.ts'
import type { Editor } from '../edit/use-editor.ts'
import { TextInput } from '../operations/fields.tsx'
import { placeText } from '../orders/draft.ts'
import { useScene } from '../orders/use-scene.ts'
import { typedOf } from '../select/typed.ts'
import { store } from '../state/store.ts'
import { drawn, redone, undone } from './history.ts'

import edit from '../edit/edit.module.css'
import form from '../operations/operations.module.css'
import styles from './draw.module.css'

type Props = { readonly editor: Editor }

/** Where it is: drawn on the map, or typed point by point. Both are the same points. */
export function PlaceFields({ editor }: Props) {
	const t = useTranslations('draw')
	const { draft } = editor
	const isSection = draft.kind === 'section'
	return (
		<fieldset className={styles.place}>
			<legend>{t(isSection ? 'outline' : 'place')}</legend>
			{isSection && <p className={form.hint}>{t('outlineHint')}</p>}
			<NewerPlace editor={editor} />
			{draft.fixed ? <Fixed editor={editor} /> : <Points editor={editor} />}
			<Fault editor={editor} />
		</fieldset>
	)
}

function NewerPlace({ editor }: Props) {
	const t = useTranslations('edit')
	const { row, placeNewer } = editor
	if (!row || !placeNewer) return null
	return (
		<output className={edit.newer}>
			<span>{t('newerPlace')}</span>
			<Button size="row" onPress={() => editor.settlePlace(row, false)}>
				{t('takeTheirs')}
			</Button>
			<Button size="row" onPress={() => editor.settlePlace(row, true)}>
				{t('keepMine')}
			</Button>
		</output>
	)
}

function Fixed({ editor: { draft, change } }: Props) {
	const t = useTranslations('draw')
	const formats = useFormats()
	const count = draft.place ? verticesOf(draft.place).length : 0
	return (
		<>
			<p className={form.hint}>{t('fixed', { count: formats.figure(count) })}</p>
			<Button size="row" onPress={() => change({ fixed: false })}>
				{t('anew')}
			</Button>
		</>
	)
}

function Points({ editor }: Props) {
	const t = useTranslations('draw')
	const { draft, change } = editor
	const { now, past, future } = draft.sketch
	const shapes = SHAPES[draft.kind]
	const draw = (sketch: Sketch) => change({ sketch: drawn(draft.sketch, sketch) })
	return (
		<>
			{shapes.length > 1 && (
				<Segmented
					label={t('shape')}
					chosen={now.shape}
					onChange={(shape) => shape !== now.shape && draw(reshaped(now, shape))}
					options={shapes.map((id) => ({ id, label: t(`shapes.${id}`) }))}
				/>
			)}
			<Entry sketch={now} onSketch={draw} />
			{now.shape === 'circle' ? <Radius sketch={now} onSketch={draw} /> : <PointList sketch={now} onSketch={draw} />}
			<div className={styles.steps}>
				<Button size="row" look="quiet" isDisabled={past.length === 0} onPress={() => change({ sketch: undone(draft.sketch) })}>
					<Undo2 size={14} aria-hidden />
					{t('undo')}
				</Button>
				<Button size="row" look="quiet" isDisabled={future.length === 0} onPress={() => change({ sketch: redone(draft.sketch) })}>
					<Redo2 size={14} aria-hidden />
					{t('redo')}
				</Button>
				<Button size="row" look="quiet" onPress={() => draw(emptySketch(now.shape))}>
					{t('anew')}
				</Button>
			</div>
		</>
	)
}

/** What was drawn stays as far as the other shape can hold it. */
function reshaped(sketch: Sketch, shape: DrawShape): Sketch {
	const points = sketch.shape === 'circle' ? (sketch.centre ? [sketch.centre] : []) : sketch.points
	const [first] = points
	if (shape === 'circle') return first ? { shape, centre: first, radiusMetres: FIRST_RADIUS_METRES } : { shape }
	if (shape === 'point') return { shape, points: points.slice(0, 1) }
	return { shape, points: points.length > 1 ? points : [] }
}

const FIRST_RADIUS_METRES = 250

type SketchProps<T extends Sketch = Sketch> = { readonly sketch: T; readonly onSketch: (sketch: Sketch) => void }

function withPoint(sketch: Sketch, point: Position): Sketch {
	if (sketch.shape === 'circle') return { ...sketch, centre: point }
	return { ...sketch, points: sketch.shape === 'point' ? [point] : [...sketch.points, point] }
}

/** The way by keyboard: a coordinate, or what lies under the middle of the map. Enter adds the point and sends nothing. */
function Entry({ sketch, onSketch }: SketchProps) {
	const t = useTranslations('draw')
	const refused = useTranslations('notations.refused')
	const { timeZone } = useScene()
	const [text, setText] = useState('')
	const [tried, setTried] = useState(false)
	const typed = typedOf(text, timeZone)
	const fault =
		typed?.type === 'refused' ? refused(typed.fault.code, typed.fault.values) : typed?.type === 'place' ? undefined : t('coordinateHint')
	const add = () => {
		setTried(text !== '')
		if (typed?.type !== 'place') return
		onSketch(withPoint(sketch, typed.place.position))
		setText('')
		setTried(false)
	}
	const addCentre = () => {
		const view = store.getState().mapView
		if (view) onSketch(withPoint(sketch, view.center))
	}
	return (
		<>
			<div className={styles.entry}>
				<TextInput
					label={t(sketch.shape === 'circle' ? 'centre' : 'coordinate')}
					value={text}
					onChange={setText}
					hint={t('coordinateHint')}
					fault={tried ? fault : undefined}
					max={60}
					onEnter={add}
				/>
				<Button onPress={add}>{t(sketch.shape === 'point' || sketch.shape === 'circle' ? 'set' : 'add')}</Button>
			</div>
			<div className={styles.steps}>
				<Button size="row" look="quiet" onPress={addCentre}>
					<Crosshair size={14} aria-hidden />
					{t('fromCentre')}
				</Button>
			</div>
		</>
	)
}

const METRES = /^\d{1,2}(?:\.?\d{3})$|^\d{1,5}$/

function Radius({ sketch, onSketch }: SketchProps<Extract<Sketch, { readonly shape: 'circle' }>>) {
	const t = useTranslations('draw')
	const [text, setText] = useState<string>()
	const shown = text ?? (sketch.radiusMetres === undefined ? '' : String(sketch.radiusMetres))
	return (
		<>
			{sketch.centre && <p className={styles.point}>{placeText(sketch.centre)}</p>}
			<TextInput
				label={t('radius')}
				value={shown}
				numeric
				max={6}
				onChange={(next) => {
					setText(METRES.test(next) ? undefined : next)
					if (METRES.test(next)) onSketch({ ...sketch, radiusMetres: Number(next.replace('.', '')) })
				}}
			/>
		</>
	)
}

/** More would only be scrolled past; each can be taken away on the map as well. */
const LISTED = 60

function PointList({ sketch, onSketch }: SketchProps<Exclude<Sketch, { readonly shape: 'circle' }>>) {
	const t = useTranslations('draw')
	const { points } = sketch
	return (
		<>
			<output className={form.hint}>{t('points', { count: points.length })}</output>
			<ol className={styles.points}>
				{points.slice(0, LISTED).map((point, index) => (
					// oxlint-disable-next-line react/no-array-index-key
					<li key={index} className={styles.point}>
						<span>{placeText(point)}</span>
						<Button
							size="icon"
							look="quiet"
							label={t('remove', { number: index + 1 })}
							onPress={() => onSketch({ ...sketch, points: points.toSpliced(index, 1) })}
						>
							<X size={14} aria-hidden />
						</Button>
					</li>
				))}
			</ol>
		</>
	)
}

function Fault({ editor: { faults } }: Props) {
	const t = useTranslations('draw.fault')
	const { sketch } = faults
	return (
		<p role="alert" className={form.fault}>
			{sketch === undefined ? '' : sketch === 'missing' ? t('missing') : t(sketch.code, { ...sketch })}
		</p>
	)
}
