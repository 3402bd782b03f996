/** Before anything is shown: the theme that was chosen. Stored values are absent where storage is forbidden. */
try {
  const theme = localStorage.getItem('stepstream-docs-theme');
  if (theme) document.documentElement.dataset['theme'] = theme;
} catch {
  // The system's own theme, then.
}
