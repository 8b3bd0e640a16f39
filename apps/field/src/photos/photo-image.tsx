import { useEffect, useState } from 'react'

import { photoBytes } from '../device/photos.ts'

type Props = { readonly id: string; readonly mediaType: string; readonly alt: string; readonly className?: string | undefined }

/** As it lies on this device. */
export function PhotoImage({ id, mediaType, alt, className }: Props) {
	const [address, setAddress] = useState<string>()
	useEffect(() => {
		let made: string | undefined
		let wanted = true
		const load = async (): Promise<void> => {
			const bytes = await photoBytes(id).catch(() => undefined)
			if (!bytes || !wanted) return
			made = URL.createObjectURL(new Blob([bytes], { type: mediaType }))
			setAddress(made)
		}
		void load()
		return () => {
			wanted = false
			if (made !== undefined) URL.revokeObjectURL(made)
		}
	}, [id, mediaType])
	return address === undefined ? <span className={className} /> : <img src={address} alt={alt} className={className} />
}
