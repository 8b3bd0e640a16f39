import { Button } from '@lagebild/ui/button.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { ModalDialog } from '@lagebild/ui/modal.tsx'
import { ImageOff } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslations } from 'use-intl'

import { operationPath } from '../api/http.ts'
import { titleOf } from '../select/names.ts'
import type { Thing } from '../state/facts.ts'
import { useNow, usePicture } from '../state/react.ts'
import { photosOf } from './photos-of.ts'
import type { ReportPhoto } from './photos-of.ts'
import { useThere } from './use-there.ts'

import styles from './photos.module.css'

/** What crews photographed of it, small, each with who and when; pressed, it is shown large. Nothing where there is none. */
export function PhotosSection({ thing }: { readonly thing: Thing }) {
	const content = usePicture((facts) => facts.content)
	const photos = photosOf(thing, content.things.values())
	return photos.length === 0 ? null : <Photos photos={photos} />
}

function Photos({ photos }: { readonly photos: readonly ReportPhoto[] }) {
	const t = useTranslations('photos')
	const there = useThere(photos)
	const shown = photos.filter(({ sha256 }) => there?.has(sha256))
	const [open, setOpen] = useState<number>()
	const at = open === undefined ? undefined : shown[open]
	return (
		<section className={styles.section} aria-label={t('title')}>
			<h3>{t('title')}</h3>
			<ul className={styles.shelf}>
				{photos.map((photo) => (
					<li key={`${photo.row.id} ${photo.key}`}>
						{there?.has(photo.sha256) ? (
							<Thumbnail photo={photo} onPress={() => setOpen(shown.indexOf(photo))} />
						) : (
							<span className={styles.missing}>
								<ImageOff size={24} aria-hidden />
								{t(there ? 'missing' : 'asking')}
							</span>
						)}
						<Caption photo={photo} />
					</li>
				))}
			</ul>
			<ModalDialog label={at ? at.name : t('title')} open={at !== undefined} onClose={() => setOpen(undefined)}>
				{at && open !== undefined && <Large photo={at} place={open} of={shown.length} show={setOpen} />}
			</ModalDialog>
		</section>
	)
}

function addressOf({ operation, row, sha256 }: ReportPhoto): string {
	return operationPath(operation, `photos/${sha256}?entity=${encodeURIComponent(row.id)}`)
}

function useAlt(): (photo: ReportPhoto) => string {
	const t = useTranslations('photos')
	const formats = useFormats()
	const now = useNow(60_000)
	return ({ name, row, at, who }) => t('alt', { name, title: titleOf(row, formats.language), who, time: formats.time(at, now) })
}

function Thumbnail({ photo, onPress }: { readonly photo: ReportPhoto; readonly onPress: () => void }) {
	const t = useTranslations('photos')
	const alt = useAlt()
	return (
		<button type="button" className={styles.thumbnail} aria-label={t('enlarge', { what: alt(photo) })} onClick={onPress}>
			<img src={addressOf(photo)} alt="" loading="lazy" />
		</button>
	)
}

function Caption({ photo: { name, who, at } }: { readonly photo: ReportPhoto }) {
	const formats = useFormats()
	const now = useNow(60_000)
	return (
		<p className={styles.caption}>
			<bdi>{name}</bdi>
			<span>
				<bdi>{who}</bdi>, <time>{formats.time(at, now)}</time>
			</span>
		</p>
	)
}

type LargeProps = {
	readonly photo: ReportPhoto
	readonly place: number
	readonly of: number
	readonly show: (place: number | undefined) => void
}

const STEPS: ReadonlyMap<string, number> = new Map([
	['ArrowLeft', -1],
	['ArrowRight', 1],
])

/** Arrow keys lead to the one before and the next. */
function Large({ photo, place, of, show }: LargeProps) {
	const t = useTranslations('photos')
	const alt = useAlt()
	const go = (step: number): void => show((place + step + of) % of)
	useEffect(() => {
		const onKey = ({ key }: KeyboardEvent): void => {
			const step = STEPS.get(key)
			if (step !== undefined) show((place + step + of) % of)
		}
		document.addEventListener('keydown', onKey)
		return () => document.removeEventListener('keydown', onKey)
	}, [place, of, show])
	return (
		<div className={styles.large} data-wide>
			<img src={addressOf(photo)} alt={alt(photo)} />
			<Caption photo={photo} />
			<div className={styles.actions}>
				{of > 1 && <Button onPress={() => go(-1)}>{t('before')}</Button>}
				{of > 1 && <Button onPress={() => go(1)}>{t('next')}</Button>}
				<Button look="primary" onPress={() => show(undefined)}>
					{t('close')}
				</Button>
			</div>
		</div>
	)
}
