/* mach: macOS's kernel types and calls, as far as extensions name them. */
#ifndef PIL_LIBC_MACH_MACH_H
#define PIL_LIBC_MACH_MACH_H

#include "../stdint.h"
#include "../pil_ctypes.h"

#ifdef __cplusplus
extern "C" {
#endif
typedef int kern_return_t;
typedef unsigned int natural_t, mach_port_t, mach_msg_type_number_t, mach_port_name_t, task_t, thread_t, host_t, vm_map_t, processor_port_t, io_object_t, io_iterator_t, io_registry_entry_t, io_service_t, io_connect_t, processor_flavor_t;
typedef int integer_t, policy_t, host_flavor_t, task_flavor_t, thread_flavor_t, vm_inherit_t, vm_prot_t, clock_id_t;
typedef unsigned long vm_address_t, vm_offset_t, vm_size_t, mach_vm_address_t, mach_vm_size_t;
typedef mach_port_t host_name_port_t, task_name_t, task_inspect_t, mach_task_t;
typedef integer_t *host_info_t, *task_info_t, *thread_info_t, *processor_info_array_t, *host_info64_t, *vm_region_info_t;
typedef thread_t *thread_act_array_t;
typedef thread_t *thread_act_port_array_t;
typedef struct { uint64_t ticks[4]; unsigned int cpu_ticks[4]; } processor_cpu_load_info_data_t, *processor_cpu_load_info_t, host_cpu_load_info_data_t;
typedef struct { natural_t free_count, active_count, inactive_count, wire_count; uint64_t zero_fill_count, reactivations, pageins, pageouts, faults, cow_faults, lookups, hits, purges; natural_t purgeable_count, speculative_count; uint64_t decompressions, compressions, swapins, swapouts; natural_t compressor_page_count, throttled_count, external_page_count, internal_page_count; uint64_t total_uncompressed_pages_in_compressor; } vm_statistics64_data_t, vm_statistics_data_t;
typedef struct { uint32_t numer, denom; } mach_timebase_info_data_t;
typedef struct { integer_t seconds, microseconds; } time_value_t;
struct task_basic_info { integer_t suspend_count; vm_size_t virtual_size, resident_size; time_value_t user_time, system_time; policy_t policy; };
typedef struct task_basic_info task_basic_info_data_t, mach_task_basic_info_data_t;
typedef struct { integer_t faults, pageins, cow_faults, messages_sent, messages_received, syscalls_mach, syscalls_unix, csw; } task_events_info_data_t;
typedef struct { time_value_t user_time, system_time; integer_t cpu_usage; policy_t policy; integer_t run_state, flags, suspend_count, sleep_time; } thread_basic_info_data_t, *thread_basic_info_t;
#define KERN_SUCCESS 0
#define MACH_PORT_NULL 0
#define HOST_VM_INFO64 4
#define HOST_VM_INFO64_COUNT 38
#define HOST_CPU_LOAD_INFO 3
#define HOST_CPU_LOAD_INFO_COUNT 4
#define PROCESSOR_CPU_LOAD_INFO 2
#define TASK_BASIC_INFO 5
#define TASK_BASIC_INFO_COUNT 10
#define TASK_EVENTS_INFO 2
#define TASK_EVENTS_INFO_COUNT 8
#define THREAD_BASIC_INFO 3
#define THREAD_INFO_MAX 32
#define CPU_STATE_USER 0
#define CPU_STATE_SYSTEM 1
#define CPU_STATE_IDLE 2
#define CPU_STATE_NICE 3
mach_port_t mach_host_self(void);
mach_port_t mach_task_self(void);
mach_port_t mach_thread_self(void);
kern_return_t host_statistics(host_t, host_flavor_t, host_info_t, mach_msg_type_number_t *);
kern_return_t host_statistics64(host_t, host_flavor_t, host_info64_t, mach_msg_type_number_t *);
kern_return_t host_processor_info(host_t, processor_flavor_t, natural_t *, processor_info_array_t *, mach_msg_type_number_t *);
kern_return_t host_page_size(host_t, vm_size_t *);
kern_return_t task_for_pid(mach_port_t, int, mach_port_t *);
kern_return_t task_info(task_t, task_flavor_t, task_info_t, mach_msg_type_number_t *);
kern_return_t task_threads(task_t, thread_act_array_t *, mach_msg_type_number_t *);
kern_return_t thread_info(thread_t, thread_flavor_t, thread_info_t, mach_msg_type_number_t *);
kern_return_t vm_deallocate(vm_map_t, vm_address_t, vm_size_t);
kern_return_t mach_port_deallocate(mach_port_t, mach_port_t);
kern_return_t mach_timebase_info(mach_timebase_info_data_t *);
uint64_t mach_absolute_time(void);
char *mach_error_string(kern_return_t);
#ifdef __cplusplus
}
#endif

#endif
