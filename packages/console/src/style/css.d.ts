/** The bundler reads style sheets; nothing is imported from them. */
declare module '*.css';
