import type { Position } from '@lagebild/model/geo.ts'
import { formatLatLng } from '@lagebild/model/lat-lng.ts'
import { formatUtmref } from '@lagebild/model/utmref.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslations } from 'use-intl'

import styles from './place-value.module.css'

/** A place as UTMREF and in degrees, each to be copied. */
export function PlaceValue({ position }: { readonly position: Position }) {
	const t = useTranslations('notations')
	const formats = useFormats()
	const utmref = formatUtmref(position, 10)
	const north = `${formats.figure(Math.abs(position.lat), 5)}° ${t(position.lat < 0 ? 'south' : 'north')}`
	const east = `${formats.figure(Math.abs(position.lng), 5)}° ${t(position.lng < 0 ? 'west' : 'east')}`
	return (
		<span className={styles.place}>
			{utmref !== undefined && (
				<>
					<span>{utmref}</span>
					<CopyButton label={t('copyUtmref')} text={utmref} />
				</>
			)}
			<span className={styles.degrees}>
				{north}, {east}
			</span>
			<CopyButton label={t('copyDegrees')} text={formatLatLng(position)} />
		</span>
	)
}

const SAID_MS = 2_000

/** Says for a moment that it has copied; a browser that refuses changes nothing. */
function CopyButton({ label, text }: { readonly label: string; readonly text: string }) {
	const t = useTranslations('notations')
	const [copied, setCopied] = useState(false)
	useEffect(() => {
		if (!copied) return undefined
		const timer = setTimeout(() => setCopied(false), SAID_MS)
		return () => clearTimeout(timer)
	}, [copied])
	const copy = () => {
		navigator.clipboard.writeText(text).then(
			() => setCopied(true),
			() => setCopied(false),
		)
	}
	return (
		<Button size="icon" look="quiet" label={copied ? t('copied') : label} onPress={copy}>
			{copied ? <Check size={16} aria-hidden /> : <Copy size={16} aria-hidden />}
		</Button>
	)
}
