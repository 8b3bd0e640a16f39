import type { Shown } from '@lagebild/client/dispatch/item.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { useState } from 'react'
import { useTranslations } from 'use-intl'

import { dropPhotos, sendPhotoAgain } from '../photos/keep-photos.ts'
import { PhotoImage } from '../photos/photo-image.tsx'
import { photosIn } from '../photos/photo.ts'
import type { ShownPhoto } from '../photos/photo.ts'
import { useFacts } from '../state/react.ts'

import styles from '../photos/photos.module.css'
import outbox from './outbox.module.css'

/** What became of the photos of a report. */
export function PhotoLines({ item }: { readonly item: Shown }) {
	const photos = useFacts((facts) => facts.photos)
	const own = new Set(photosIn(item.event['payload']))
	return photos.flatMap((photo) => (own.has(photo.id) ? [<PhotoLine key={photo.id} photo={photo} />] : []))
}

function PhotoLine({ photo }: { readonly photo: ShownPhoto }) {
	const fate = useFate(photo)
	const { id, mediaType, name, progress, state } = photo
	return (
		<div className={styles.line}>
			<PhotoImage id={id} mediaType={mediaType} alt={name} className={styles.small} />
			<div className={styles.text}>
				<p>{name}</p>
				<p className={styles.fate} data-fate={state}>
					{fate}
				</p>
				{state === 'waiting' && progress !== undefined && <progress className={styles.bar} aria-label={name} value={progress} max={1} />}
				{state === 'refused' && <Decision photo={photo} />}
			</div>
		</div>
	)
}

function useFate({ state, reported, progress, fault, bytes }: ShownPhoto): string {
	const t = useTranslations('photo.fate')
	const { figure } = useFormats()
	const size = figure(Math.round(bytes / 1_000))
	if (state === 'sent') return t('sent', { size })
	if (state === 'refused') return t('refused', { message: [fault?.path, fault?.message].filter(Boolean).join(': ') })
	if (!reported) return t('behind')
	if (progress !== undefined && progress < 1) return t('going', { percent: figure(Math.round(progress * 100)), size })
	return fault ? t('later', { message: fault.message }) : t('waiting', { size })
}

function Decision({ photo }: { readonly photo: ShownPhoto }) {
	const t = useTranslations('photo')
	const [sure, setSure] = useState(false)
	return (
		<div className={outbox.decision}>
			<Button className={outbox.main} onPress={() => void sendPhotoAgain(photo)}>
				{t('again')}
			</Button>
			<Button
				className={outbox.main}
				look={sure ? 'danger' : 'default'}
				onPress={() => (sure ? void dropPhotos([photo.id]) : setSure(true))}
			>
				{t(sure ? 'giveUpSure' : 'giveUp')}
			</Button>
		</div>
	)
}
