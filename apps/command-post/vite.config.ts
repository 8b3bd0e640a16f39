import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'

import {
	FIRST_AS_ONE,
	leafletInParts,
	schemasApart,
	schemasInterpreted,
	schemasWithoutEffect,
	signsWithoutFont,
	traitsAsValues,
} from '../../scripts/web-plugins.ts'

/** Where `vite` sends what only the hub can answer while somebody works on the page. */
const HUB = 'http://127.0.0.1:8080'

export default defineConfig({
	base: '/',
	build: {
		assetsInlineLimit: 0,
		modulePreload: { polyfill: false },
		chunkSizeWarningLimit: 1_500,
		rolldownOptions: { output: { codeSplitting: FIRST_AS_ONE } },
	},
	server: { proxy: { '/api': HUB, '/sign-in': HUB, '/socket.io': { target: HUB, ws: true } } },
	/** The worker that tries mappings reads tables as the ingest does, with the same library as it is meant for browsers. */
	resolve: { alias: [{ find: /^csv-parse(?:\/sync)?$/, replacement: 'csv-parse/browser/esm/sync' }] },
	worker: { format: 'es' },
	plugins: [
		react(),
		leafletInParts(),
		schemasApart(),
		schemasInterpreted(),
		schemasWithoutEffect(),
		signsWithoutFont(),
		traitsAsValues(),
		VitePWA({
			strategies: 'injectManifest',
			srcDir: 'src',
			filename: 'service-worker.ts',
			injectRegister: false,
			registerType: 'prompt',
			injectManifest: { globPatterns: ['**/*.{js,css,html,svg,woff2,pmtiles,geojson}'], maximumFileSizeToCacheInBytes: 6_000_000 },
			manifest: {
				name: 'Lagebild',
				short_name: 'Lagebild',
				lang: 'de',
				start_url: '/',
				scope: '/',
				display: 'standalone',
				background_color: '#0b0e10',
				theme_color: '#13171a',
				icons: [{ src: 'icon.svg', sizes: 'any', type: 'image/svg+xml' }],
			},
		}),
	],
})
