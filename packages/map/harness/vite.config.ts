import { defineConfig } from 'vite'

/** To look at the map alone: `vite build packages/map/harness`. Development only. */
export default defineConfig({
	root: import.meta.dirname,
	base: './',
	build: { outDir: 'dist', assetsInlineLimit: 0, modulePreload: { polyfill: false }, emptyOutDir: true },
})
