import { formatCode } from '@lagebild/model/access/device.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { CircleCheck, Printer } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'

import { useNow } from '../state/react.ts'
import { devices } from './api.ts'
import type { Refusal } from './call.ts'
import { CopyField } from './copy-button.tsx'
import { FocusedHeading } from './focused-heading.tsx'
import { isOnlyHere } from './only-here.ts'
import { Qr } from './qr.tsx'
import { RefusalText } from './refusal-text.tsx'
import { useRemote } from './use-remote.ts'

import styles from './access.module.css'

const LOOK_MS = 2_000

export type Enrolment = {
	readonly code: string
	readonly expires: number
	readonly name: string
	readonly unit: string
	readonly operation: string
}

type Props = {
	readonly enrolment: Enrolment
	readonly refusal: Refusal | undefined
	readonly onAgain: () => void
	readonly onNext: () => void
	readonly onClose: () => void
}

/** The code, how long it is good for, and whether the tablet has come. */
export function EnrolCode({ enrolment, refusal, onAgain, onNext, onClose }: Props) {
	const t = useTranslations()
	const now = useNow(1_000)
	const { code, expires, unit, operation } = enrolment
	const address = `${location.origin}/field/#${code}`
	const over = now >= expires
	const came = useCame(enrolment)
	return (
		<div className={styles.printed}>
			<FocusedHeading>{t('devices.codeTitle')}</FocusedHeading>
			<p>{t('devices.codeText', { unit, operation })}</p>
			{!over && !came && (
				<div className={styles.codeRow}>
					<Qr text={address} label={t('devices.qr', { address })} />
					<div className={styles.codeSide}>
						<Left until={expires} />
						<CopyField label={t('devices.address')} text={address} />
						<CopyField label={t('devices.typed')} text={formatCode(code)} />
					</div>
				</div>
			)}
			{isOnlyHere() && <p className={styles.callout}>{t('devices.local')}</p>}
			<output>
				{came && (
					<span className={styles.itemHead}>
						<CircleCheck size={18} aria-hidden />
						{t('devices.codeUsed', { name: enrolment.name })}
					</span>
				)}
				{over && !came && t('devices.codeOver')}
			</output>
			<RefusalText refusal={refusal} />
			<Actions {...{ over, came, onAgain, onNext, onClose }} />
		</div>
	)
}

function Actions({ over, came, onAgain, onNext, onClose }: Omit<Props, 'enrolment' | 'refusal'> & { over: boolean; came: boolean }) {
	const t = useTranslations()
	return (
		<div className={styles.actions}>
			<Button look="primary" size="main" onPress={over && !came ? onAgain : onClose}>
				{t(over && !came ? 'devices.codeAgain' : 'devices.ready')}
			</Button>
			<Button size="main" onPress={onNext}>
				{t('devices.another')}
			</Button>
			{!over && !came && (
				<Button size="main" onPress={() => window.print()}>
					<Printer size={16} aria-hidden />
					{t('access.print')}
				</Button>
			)}
		</div>
	)
}

/** `4:07` */
function minutesText(ms: number): string {
	const seconds = Math.max(0, Math.ceil(ms / 1_000))
	return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

/** Runs every second and is not read out: that would be all one hears. */
function Left({ until }: { readonly until: number }) {
	const t = useTranslations('devices')
	const now = useNow(1_000)
	return (
		<p className={styles.left} role="timer" aria-live="off">
			{t('codeLeft', { left: minutesText(until - now) })}
		</p>
	)
}

/** A device of this name that was not there when the code was made. */
function useCame({ name, code }: Enrolment): boolean {
	const { value } = useRemote(devices, LOOK_MS)
	const [before, setBefore] = useState<{ readonly code: string; readonly ids: ReadonlySet<string> }>()
	if (value && before?.code !== code) setBefore({ code, ids: new Set(value.map(({ id }) => id)) })
	return value?.some((device) => device.name === name && before?.code === code && !before.ids.has(device.id)) === true
}
