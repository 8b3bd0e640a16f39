import { Button } from '@lagebild/ui/button.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { Keyboard, LocateFixed } from 'lucide-react'
import { useId, useState } from 'react'
import { useTranslations } from 'use-intl'

import { GOOD_METRES } from '../position/fix.ts'
import type { Fix } from '../position/fix.ts'
import { locate } from '../state/position.ts'
import { useFacts } from '../state/react.ts'
import type { Place } from './draft.ts'
import { readPlace } from './place.ts'
import { placeText } from './sayings.ts'
import { Step } from './step.tsx'
import type { StepProps } from './type-step.tsx'

import styles from './report.module.css'

type Props = StepProps & { readonly place: Place | undefined }
type Mode = 'idle' | 'typing' | 'searching' | 'silent'

/** Where it is: where the device stands, if that is good enough, or what somebody typed. A wide circle is asked about. */
export function PlaceStep({ place, set }: Props) {
	const t = useTranslations('report')
	const { figure } = useFormats()
	const gps = useFacts((facts) => facts.gps)
	const [mode, setMode] = useState<Mode>('idle')
	const [wide, setWide] = useState<Fix>()
	const shared = gps.state === 'fixed' ? gps.fix : undefined
	const asked = place ? undefined : (wide ?? shared)
	const take = ({ lat, lng, accuracy }: Fix): void => set((now) => ({ ...now, place: { position: { lat, lng }, from: 'gps', accuracy } }))
	const find = async (): Promise<void> => {
		setMode('searching')
		const fix = shared ?? (await locate())
		setMode(fix ? 'idle' : 'silent')
		set(({ place: _before, ...placeless }) => placeless)
		setWide(fix)
		if (fix && fix.accuracy <= GOOD_METRES) take(fix)
	}
	const accuracy = place?.accuracy === undefined ? '' : `, ${t('accuracy', { metres: figure(place.accuracy) })}`
	return (
		<Step title={t('where')} done={place !== undefined} aside={place && `${placeText(place)}${accuracy}`}>
			<div className={styles.row}>
				<Button className={styles.small} isDisabled={mode === 'searching'} onPress={() => void find()}>
					<LocateFixed size={24} aria-hidden />
					{t('here')}
				</Button>
				<Button className={styles.small} pressed={mode === 'typing'} onPress={() => setMode(mode === 'typing' ? 'idle' : 'typing')}>
					<Keyboard size={24} aria-hidden />
					{t('typed')}
				</Button>
			</div>
			{asked && asked.accuracy > GOOD_METRES && <Wide fix={asked} onTake={() => take(asked)} />}
			<Trouble mode={mode} />
			{mode === 'typing' && (
				<Typed
					onTake={(position) => {
						set((now) => ({ ...now, place: { position, from: 'typed' } }))
						setMode('idle')
					}}
				/>
			)}
		</Step>
	)
}

function Trouble({ mode }: { readonly mode: Mode }) {
	const t = useTranslations('gps')
	if (mode !== 'silent' && mode !== 'searching') return null
	return <output className={styles.hint}>{mode === 'searching' ? t('searching') : `${t('silent')}. ${t('silentWhy')}`}</output>
}

function Wide({ fix, onTake }: { readonly fix: Fix; readonly onTake: () => void }) {
	const t = useTranslations('report')
	const { figure } = useFormats()
	return (
		<div className={styles.question} role="alert">
			<span>{t('wide', { metres: figure(fix.accuracy) })}</span>
			<Button className={styles.small} onPress={onTake}>
				{t('wideTake')}
			</Button>
		</div>
	)
}

function Typed({ onTake }: { readonly onTake: (position: Place['position']) => void }) {
	const t = useTranslations('report')
	const id = useId()
	const [text, setText] = useState('')
	const [fault, setFault] = useState(false)
	const take = (): void => {
		const position = readPlace(text)
		setFault(position === undefined)
		if (position) onTake(position)
	}
	return (
		<div className={styles.typed}>
			<label htmlFor={id}>{t('typed')}</label>
			<input
				id={id}
				className={styles.input}
				value={text}
				autoCapitalize="characters"
				autoComplete="off"
				spellCheck={false}
				aria-describedby={`${id}-hint`}
				onChange={({ target }) => setText(target.value)}
			/>
			<p id={`${id}-hint`} className={fault ? styles.fault : styles.hint} role={fault ? 'alert' : undefined}>
				{t(fault ? 'typedFault' : 'typedHint')}
			</p>
			<Button className={styles.small} onPress={take}>
				{t('typedTake')}
			</Button>
		</div>
	)
}
