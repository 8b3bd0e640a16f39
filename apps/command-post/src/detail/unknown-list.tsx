import { Button } from '@lagebild/ui/button.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { GateGlyph } from '@lagebild/ui/gate-glyph.tsx'
import { Notice } from '@lagebild/ui/notice.tsx'
import { MapPinOff, RadioTower, TriangleAlert, Users, Waves } from 'lucide-react'
import { useTranslations } from 'use-intl'

import { useDoubtWords } from '../objects/use-doubt-words.ts'
import { unknownsNow } from '../select/now.ts'
import type { Unknown } from '../select/unknowns.ts'
import { select, setView } from '../state/actions.ts'
import { useNow, usePicture } from '../state/react.ts'

import frame from '../frame/frame.module.css'
import styles from './detail.module.css'

/** What the picture should know and does not, ordered by what hangs on it. */
export function UnknownList() {
	const t = useTranslations('right')
	const unknowns = usePicture(unknownsNow)
	if (unknowns.length === 0) return <Notice title={t('nothingUnknown')}>{t('nothingUnknownText')}</Notice>
	return (
		<div className={frame.scroll}>
			<p className={styles.intro}>{t('unknownOrder')}</p>
			<ul>
				{unknowns.map((unknown) => (
					<UnknownItem key={unknown.key} unknown={unknown} />
				))}
			</ul>
		</div>
	)
}

function Icon({ type }: { readonly type: Unknown['type'] }) {
	switch (type) {
		case 'gate-conflict':
			return <GateGlyph state="conflict" size={20} />
		case 'gate-unknown':
			return <GateGlyph state="unknown" size={16} />
		case 'gauge-silent':
			return <Waves size={20} aria-hidden />
		case 'source':
			return <RadioTower size={20} aria-hidden />
		case 'position':
			return <MapPinOff size={20} aria-hidden />
		case 'doubt':
			return <TriangleAlert size={20} aria-hidden />
		case 'strength':
		case 'same':
			return <Users size={20} aria-hidden />
	}
}

function namesItself(name: string): boolean {
	return /^(?:tor|sperrwerk|flut|schleuse|deich)/i.test(name)
}

const NAME_KEYS = {
	'gate-conflict': 'gate',
	'gate-unknown': 'gate',
	'gauge-silent': 'gauge',
	source: 'source',
	position: 'position',
	same: 'same',
} as const

function useUnknownName({ type, name, figure: count = 0 }: Unknown): string {
	const t = useTranslations('unknown.names')
	if (type === 'strength') return t('strength', { count })
	if (name === '') return t('positions', { count })
	if (type === 'doubt') return name
	const key = NAME_KEYS[type]
	return key === 'gate' && namesItself(name) ? name : t(key, { name, count })
}

function UnknownItem({ unknown }: { readonly unknown: Unknown }) {
	const t = useTranslations('unknown')
	const right = useTranslations('right')
	const formats = useFormats()
	const now = useNow(10_000)
	const { id, type, since, reason, figure } = unknown
	const name = useUnknownName(unknown)
	const sill = (type === 'gate-conflict' || type === 'gate-unknown') && figure !== undefined
	const look = () => {
		select(id)
		setView({ narrowTab: 'map', sheet: 'full' })
	}
	return (
		<li className={styles.unknown}>
			<Icon type={type} />
			<bdi className={styles.unknownName}>{name}</bdi>
			<span className={styles.at}>{since === undefined ? '' : t('since', { time: formats.time(since, now) })}</span>
			<span className={styles.unknownText}>{type === 'doubt' ? <DoubtText unknown={unknown} /> : t(`types.${type}`)}</span>
			<span className={styles.unknownFoot}>
				<span>
					{sill && t('sill', { level: formats.figure(figure, 2) })}
					{reason !== undefined && <bdi>{reason}</bdi>}
				</span>
				{id !== undefined && (
					<Button size="row" onPress={look}>
						{right('look')}
					</Button>
				)}
			</span>
		</li>
	)
}

function DoubtText({ unknown: { id, doubt } }: { readonly unknown: Unknown }) {
	const words = useDoubtWords()
	const thing = usePicture(({ content }) => (id === undefined ? undefined : content.things.get(id)))
	return doubt && thing ? words(doubt, thing) : null
}
