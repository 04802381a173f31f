import adapter from '@sveltejs/adapter-node';

/** @type {import('@sveltejs/kit').Config} */
export default {
  kit: {
    adapter: adapter({ out: 'build' }),
    // The layout registers it, and never in development (src/lib/unreached/register.ts).
    serviceWorker: { register: false },
    // Scripts are strict; kit's route announcer needs an inline style attribute.
    csp: {
      mode: 'hash',
      directives: {
        'default-src': ['self'],
        'script-src': ['self'],
        'style-src': ['self'],
        'style-src-attr': ['unsafe-inline'],
        'connect-src': ['self'],
        'img-src': ['self', 'data:'],
        'font-src': ['self'],
        'worker-src': ['self'],
        'manifest-src': ['self'],
        'frame-src': ['none'],
        'object-src': ['none'],
        'base-uri': ['none'],
        'frame-ancestors': ['none'],
        'form-action': ['self'],
      },
    },
    typescript: {
      // The generated tsconfig leaves these out; one `tsc` then checks the whole house.
      config: (config) => {
        config.exclude = config.exclude.filter((path) => !path.includes('service-worker'));
        config.include.push('../server/**/*.ts', '../tests/**/*.ts', '../*.config.ts', '../vite.config.ts');
        return config;
      },
    },
  },
};
