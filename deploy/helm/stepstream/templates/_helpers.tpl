{{- define "stepstream.name" -}}
{{ printf "%s-stepstream" .Release.Name | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "stepstream.selector" -}}
app.kubernetes.io/name: stepstream
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "stepstream.labels" -}}
{{ include "stepstream.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}
